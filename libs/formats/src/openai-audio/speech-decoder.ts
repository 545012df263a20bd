import { isJsonObject, type JsonValue, parseJson } from '@tollgate/kernel';
import type { CanonicalChunk, Usage, WireEvent } from '@tollgate/canonical';
import { FRAMINGS } from '@tollgate/framing';
import type { StreamDecoder } from '../format.js';
import { messageOf } from '../openai-operation/message-of.js';

/**
 * Audio as it comes. Bytes say nothing of usage: it is the characters that were asked for. Where the client asked for events
 * (`stream_format: sse`) the bytes are those events, and their last one tells the tokens.
 */
export class SpeechDecoder implements StreamDecoder {
  private readonly events: ReturnType<typeof FRAMINGS.sse.openDecoder> | undefined;
  private usage: Usage;
  private begun = false;
  private failure: CanonicalChunk | undefined;

  constructor(characters: number, asEvents: boolean) {
    this.usage = { inputUncached: 0, output: 0, characters };
    this.events = asEvents ? FRAMINGS.sse.openDecoder() : undefined;
  }

  push(event: WireEvent): readonly CanonicalChunk[] {
    const wire: CanonicalChunk = { type: 'wire', format: 'openai-audio', event, data: undefined };
    for (const inner of this.events?.push(Buffer.from(event.data, 'latin1')) ?? []) this.read(parse(inner.data));
    if (this.failure !== undefined) return [wire, this.failure];
    if (this.begun) return [wire];
    this.begun = true;
    return [wire, { type: 'start', id: '', model: '' }, { type: 'opaque', format: 'openai-audio', value: null }];
  }

  /** The connection ended as it should, or this is not called: the audio is whole. */
  end(): readonly CanonicalChunk[] {
    if (!this.begun) return [];
    return [
      { type: 'usage', usage: this.usage, final: true },
      { type: 'finish', choice: 0, finish: { reason: 'stop', raw: 'end of the audio' } },
      { type: 'end' },
    ];
  }

  private read(data: JsonValue | undefined): void {
    if (!isJsonObject(data)) return;
    const { type, usage, error } = data;
    if (isJsonObject(error)) this.failure = { type: 'error', message: messageOf(error), raw: error };
    if (type !== 'speech.audio.done' || !isJsonObject(usage)) return;
    const { input_tokens: input, output_tokens: output } = usage;
    if (typeof input === 'number' && typeof output === 'number')
      this.usage = { inputUncached: input, output: 0, outputAudio: output, raw: usage };
  }
}

function parse(data: string): JsonValue | undefined {
  try {
    return parseJson(data);
  } catch {
    return undefined;
  }
}
