import { isJsonObject, type JsonValue, parseJson } from '@tollgate/kernel';
import type { CanonicalChunk, Usage, WireEvent } from '@tollgate/canonical';
import { type FrameDecoder, FRAMINGS } from '@tollgate/framing';
import type { StreamDecoder } from '../format.js';
import { readStreamError } from '../openai-chat/read-stream-error.js';

/** The blank line behind an event. */
const EVENT_END = /\r\n\r\n|\n\n|\r\r/g;

/**
 * Audio as it comes. Bytes say nothing of usage: it is the characters that were asked for. Where the client asked for events
 * (`stream_format: sse`) the bytes are those events, and their last one tells the tokens.
 */
export class SpeechDecoder implements StreamDecoder {
  private readonly events: FrameDecoder | undefined;
  /** Of an event that has not come whole. */
  private held = '';
  private usage: Usage;
  private begun = false;
  private failure: CanonicalChunk | undefined;

  constructor(characters: number, asEvents: boolean) {
    this.usage = { inputUncached: 0, output: 0, characters };
    this.events = asEvents ? FRAMINGS.sse.openDecoder() : undefined;
  }

  push(event: WireEvent): readonly CanonicalChunk[] {
    const told = this.events === undefined ? event.data : this.wholeEvents(event.data, this.events);
    return this.failure === undefined ? this.tell(told) : [this.failure];
  }

  /** The connection ended as it should, or this is not called: the audio is whole. */
  end(): readonly CanonicalChunk[] {
    if (this.failure !== undefined) return [];
    const rest = this.tell(this.held);
    if (!this.begun) return [];
    return [
      ...rest,
      { type: 'usage', usage: this.usage, final: true },
      { type: 'finish', choice: 0, finish: { reason: 'stop', raw: 'end of the audio' } },
      { type: 'end' },
    ];
  }

  private tell(bytes: string): readonly CanonicalChunk[] {
    if (bytes === '') return [];
    const wire: CanonicalChunk = { type: 'wire', format: 'openai-audio', event: { data: bytes }, data: undefined };
    if (this.begun) return [wire];
    this.begun = true;
    return [wire, { type: 'start', id: '', model: '' }, { type: 'opaque', format: 'openai-audio', value: null }];
  }

  /** The events that have come whole: an error among them is the gateway's to tell, and half of it must not be out by then. */
  private wholeEvents(bytes: string, events: FrameDecoder): string {
    for (const inner of events.push(Buffer.from(bytes, 'latin1'))) this.read(inner);
    this.held += bytes;
    const end = [...this.held.matchAll(EVENT_END)].at(-1);
    const length = end === undefined ? 0 : end.index + end[0].length;
    const told = this.held.slice(0, length);
    this.held = this.held.slice(length);
    return told;
  }

  private read(event: WireEvent): void {
    const data = parse(event.data);
    if (!isJsonObject(data)) return;
    this.failure ??= readStreamError(event, data);
    const { type, usage } = data;
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
