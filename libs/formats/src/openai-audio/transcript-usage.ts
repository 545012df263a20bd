import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { Usage } from '@tollgate/canonical';

/**
 * Usage of a transcript: tokens, or seconds where it is paid by them (`usage.type`; Mistral's `prompt_audio_seconds`; `duration` beside the
 * text where there is no usage, as whisper-1's verbose JSON has it). Begun seconds count whole, as OpenAI rounds them.
 */
export function transcriptUsage(body: JsonObject): Usage | undefined {
  const usage = isJsonObject(body['usage']) ? body['usage'] : undefined;
  if (usage === undefined) return secondsUsage(body['duration'], undefined);
  const { type, seconds, prompt_audio_seconds: audioSeconds } = usage;
  if (type === 'duration') return secondsUsage(seconds, usage);
  if (audioSeconds !== undefined) return secondsUsage(audioSeconds, usage);
  const { input_tokens: input, output_tokens: output, input_token_details: details } = usage;
  if (typeof input !== 'number' || typeof output !== 'number') return undefined;
  const audio = isJsonObject(details) && typeof details['audio_tokens'] === 'number' ? details['audio_tokens'] : 0;
  return { inputUncached: input - audio, inputAudio: audio, output, raw: usage };
}

function secondsUsage(seconds: unknown, raw: JsonObject | undefined): Usage | undefined {
  if (typeof seconds !== 'number' && typeof seconds !== 'string') return undefined;
  const length = Number(seconds);
  if (!Number.isFinite(length)) return undefined;
  return { inputUncached: 0, output: 0, seconds: Math.ceil(length), ...(raw !== undefined && { raw }) };
}
