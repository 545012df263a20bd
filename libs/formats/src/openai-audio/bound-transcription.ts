import type { CanonicalRequest, UsageBound } from '@tollgate/canonical';
import { unboundedMembers } from '../openai-operation/unbounded-members.js';
import { readTranscription } from './read-transcription.js';

/** Fields of a transcription or translation (OpenAI's API reference 2.3.0) that cost nothing beyond the audio and the text. */
export const TRANSCRIPTION_MEMBERS: ReadonlySet<string> = new Set([
  'chunking_strategy',
  'chunking_strategy[type]',
  'chunking_strategy[prefix_padding_ms]',
  'chunking_strategy[silence_duration_ms]',
  'chunking_strategy[threshold]',
  'include',
  'keywords',
  'known_speaker_names',
  'known_speaker_references',
  'language',
  'languages',
  'temperature',
  'timestamp_granularities',
]);

/** The least that a second of audio takes, bytes: Opus at its lowest rate of 6 kbit/s (RFC 6716). */
const SECOND_BYTES_MIN = 750;

/**
 * The most that a transcription can use: the audio as long as it provably is, else as its bytes can be and no less than it says, or as large
 * as the model's window; the text it gives.
 */
export function boundTranscription(request: CanonicalRequest): UsageBound {
  const { file, prompt, length } = readTranscription(request);
  const possible = Math.ceil(file.bytes.length / SECOND_BYTES_MIN);
  const seconds = length?.exact === true ? length.seconds : Math.max(possible, length?.seconds ?? 0);
  return {
    inputTexts: prompt === undefined ? [] : [prompt],
    messages: 0,
    tools: 0,
    images: 0,
    documents: 0,
    audio: 1,
    units: { seconds },
    ...(length !== undefined && { measured: { seconds: length.seconds } }),
    unbounded: unboundedMembers(request.extra, TRANSCRIPTION_MEMBERS),
    choices: 1,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
  };
}
