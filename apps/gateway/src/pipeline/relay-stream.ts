import type { CanonicalChunk, UpstreamFailure } from '@tollgate/canonical';
import {
  type AnswerStream,
  beginsEnd,
  describeBreak,
  errorEvent,
  type EventChunks,
  wireLength,
} from '@tollgate/dispatch';
import type { NamedIds, StreamEncoder } from '@tollgate/formats';
import { EVENT_BYTES_MAX, type Framing } from '@tollgate/framing';
import type { Exchange } from '../http/exchange.js';
import type { AnswerCollector } from './answer-collector.js';
import type { OutputBound } from './output-bound.js';

/** Chunks that an answer's end may have: a provider that goes on after it said that it was done is cut off. */
const HELD_CHUNKS_MAX = 10_000;
/** Characters of their events: the largest one, which may say the whole answer once more, and what follows it. */
const HELD_LENGTH_MAX = 2 * EVENT_BYTES_MAX;

export interface RelayInput {
  readonly events: readonly EventChunks[];
  readonly rest: Pick<AnswerStream, 'next' | 'whole' | 'abort'>;
  readonly encoder: StreamEncoder;
  readonly framing: Framing;
  readonly collector: AnswerCollector;
  /** Answers asked for. */
  readonly choices: number;
  readonly bound: OutputBound;
  /** Gathers what the answer names, where its client may come back with that. */
  readonly named?: NamedIds | undefined;
}

export interface Relayed {
  /** The answer's end, not yet sent: from the chunk that carries finish, usage or terminator. */
  readonly held: readonly CanonicalChunk[];
  /** What broke the answer off, if something did. */
  readonly failure: UpstreamFailure | undefined;
  readonly clientGone: boolean;
  /** It was broken off because it went past its output limit. */
  readonly overran: boolean;
}

/**
 * The pump: sends a stream's events as they come, with back-pressure, all but its end. The one asynchronous loop of the gateway;
 * what happens to a chunk is synchronous. Throws only for a fault of ours; the upstream call has ended in any case.
 */
export async function relayStream(input: RelayInput, exchange: Pick<Exchange, 'write' | 'signal'>): Promise<Relayed> {
  const pump = new Pump(input);
  try {
    for (
      let events: readonly EventChunks[] | undefined = input.events;
      events !== undefined;
      events = await input.rest.next()
    ) {
      const out = pump.take(events);
      if (out !== '') await exchange.write(out, input.framing.encoding);
      if (exchange.signal.aborted) return pump.relayed(undefined, true);
      if (pump.failure !== undefined) return pump.relayed(pump.failure);
    }
    return pump.relayed(input.rest.whole ? undefined : CUT_OFF);
  } catch (error) {
    if (exchange.signal.aborted) return pump.relayed(undefined, true);
    return pump.relayed(describeBreak(error));
  } finally {
    input.rest.abort();
  }
}

/** The events of some chunks as text for the wire. */
export function encode(input: Pick<RelayInput, 'encoder' | 'framing'>, chunks: readonly CanonicalChunk[]): string {
  let text = '';
  for (const chunk of chunks) for (const event of input.encoder.push(chunk)) text += input.framing.encode(event);
  return text;
}

class Pump {
  failure: UpstreamFailure | undefined;
  private readonly held: CanonicalChunk[] = [];
  private heldLength = 0;
  private unfinished: number;

  constructor(private readonly input: RelayInput) {
    this.unfinished = input.choices;
  }

  /** What of these events goes out now. After a failure nothing more is taken. */
  take(events: readonly EventChunks[]): string {
    let out = '';
    for (const chunks of events) {
      const ends = this.note(chunks);
      if (this.failure !== undefined) return out;
      if (this.held.length > 0 || ends) this.hold(chunks);
      else out += encode(this.input, chunks);
    }
    this.checkBounds();
    return out;
  }

  relayed(failure: UpstreamFailure | undefined, clientGone = false): Relayed {
    return { held: this.held, failure, clientGone, overran: failure === OVERRUN };
  }

  private hold(chunks: EventChunks): void {
    this.held.push(...chunks);
    this.heldLength += wireLength(chunks);
  }

  /** Whether the answer's end begins in this event. */
  private note(chunks: EventChunks): boolean {
    let ends = false;
    for (const chunk of chunks) {
      this.input.collector.push(chunk);
      this.input.bound.push(chunk);
      this.input.named?.push(chunk);
      if (chunk.type === 'error') this.failure ??= errorEvent(chunk);
      ends ||= beginsEnd(chunk, this.unfinished);
      if (chunk.type === 'finish') this.unfinished -= 1;
    }
    return ends;
  }

  /** An answer that has come to its end is not cut off for its length any more: it is charged. */
  private checkBounds(): void {
    if (this.held.length > HELD_CHUNKS_MAX || this.heldLength > HELD_LENGTH_MAX) this.failure = ENDLESS;
    else if (this.held.length === 0 && this.input.bound.exceeded) this.failure = OVERRUN;
  }
}

const CUT_OFF: UpstreamFailure = {
  message: 'the provider ended its stream in the middle of its answer',
  unbilled: false,
  transport: 'incomplete',
};

const OVERRUN: UpstreamFailure = {
  message: 'the provider went past the output limit that it was given',
  unbilled: false,
  transport: 'too-large',
};

const ENDLESS: UpstreamFailure = {
  message: 'the provider went on after the end of its answer',
  unbilled: false,
  transport: 'invalid',
};
