import type { CanonicalChunk, Finish, UpstreamFailure, WireEvent } from '@tollgate/canonical';
import type { FrameDecoder } from '@tollgate/framing';
import type { StreamDecoder } from '@tollgate/formats';
import type { CredentialMask } from './mask-credentials.js';

/** Where a stream's bytes come from: an upstream body or a provider in process. */
export interface ByteSource {
  /** The next piece; undefined at the end; throws when the bytes break off. */
  next(): Promise<Uint8Array | undefined>;
  abort(): void;
}

/** All chunks that one wire event means, the `wire` chunk first. */
export type EventChunks = readonly CanonicalChunk[];

export interface AnswerStreamOptions {
  /** See UpstreamFormat. */
  readonly needsTerminator: boolean;
  readonly mask: Pick<CredentialMask, 'chunk'>;
}

/** A streamed answer as chunks, event by event. */
export class AnswerStream {
  private readonly begun = new Set<number>();
  private readonly finished = new Set<number>();
  private terminated = false;
  private closed = false;
  /** What is wrong with an event, until those before it are given. */
  private fault: { readonly error: unknown } | undefined;

  constructor(
    private readonly source: ByteSource,
    private readonly frames: FrameDecoder,
    private readonly decoder: StreamDecoder,
    private readonly options: AnswerStreamOptions,
  ) {}

  /**
   * The next events; undefined at the end. May be an empty list. Throws UpstreamBroken, EventTooLarge or DecodeError, the last only when
   * the events before the faulty one are given: they were billed, however they were read from the socket.
   */
  async next(): Promise<readonly EventChunks[] | undefined> {
    if (this.fault !== undefined) throw this.fault.error;
    if (this.closed) return undefined;
    const piece = await this.source.next();
    const events = piece === undefined ? this.frames.end() : this.frames.push(piece);
    const groups = this.decode(events);
    if (piece === undefined && this.fault === undefined) {
      this.closed = true;
      const rest = this.note(this.decoder.end());
      if (rest.length > 0) groups.push(rest);
      return groups.length === 0 ? undefined : groups;
    }
    return groups;
  }

  /** The provider said that it was done: its terminator, or a finish for every choice that it began; both, where its dialect needs both. */
  get whole(): boolean {
    const finished = this.finished.size > 0 && [...this.begun].every((choice) => this.finished.has(choice));
    return this.options.needsTerminator ? this.terminated && finished : this.terminated || finished;
  }

  abort(): void {
    this.closed = true;
    this.source.abort();
  }

  private decode(events: readonly WireEvent[]): EventChunks[] {
    const groups: EventChunks[] = [];
    try {
      for (const event of events) groups.push(this.note(this.decoder.push(event)));
    } catch (error) {
      if (groups.length === 0) throw error;
      this.fault = { error };
    }
    return groups;
  }

  private note(chunks: EventChunks): EventChunks {
    for (const chunk of chunks) {
      if (chunk.type === 'error') return this.withoutCredentials(chunks);
      if (chunk.type === 'end') this.terminated = true;
      else if (chunk.type !== 'finish') this.noteStart(chunk);
      else if (saidByProvider(chunk.finish)) this.finished.add(chunk.choice);
    }
    return chunks;
  }

  private withoutCredentials(chunks: EventChunks): EventChunks {
    return chunks.map((chunk) => (chunk.type === 'error' ? this.options.mask.chunk(chunk) : chunk));
  }

  private noteStart(chunk: CanonicalChunk): void {
    if ('choice' in chunk) this.begun.add(chunk.choice);
  }
}

/** Whether an answer has begun with this chunk: from here on no other deployment may take over. */
export function bearsContent(chunk: CanonicalChunk): boolean {
  switch (chunk.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
      return chunk.text !== '';
    case 'tool-call-start':
    case 'opaque':
      return true;
    case 'finish':
      return saidByProvider(chunk.finish);
    default:
      return false;
  }
}

/** A decoder closes a stream that never said how it ended with `other` and no word of the provider's. */
function saidByProvider(finish: Finish): boolean {
  return finish.reason !== 'other' || finish.raw !== undefined;
}

/**
 * Whether the client's end begins with this chunk: it waits until the record is written. `unfinished` choices are still to come: a finish
 * before the last is none of the end.
 */
export function beginsEnd(chunk: CanonicalChunk, unfinished: number): boolean {
  if (chunk.type === 'finish') return unfinished <= 1;
  return chunk.type === 'end' || chunk.type === 'error' || (chunk.type === 'usage' && chunk.final);
}

/** Length of the wire events among some chunks, or of what they say where their events are not relayed: roughly the memory that they take. */
export function wireLength(chunks: EventChunks): number {
  let length = 0;
  for (const chunk of chunks) {
    if (chunk.type === 'wire') length += chunk.event.data.length;
    else if (chunks[0]?.type !== 'wire' && 'text' in chunk) length += chunk.text.length;
  }
  return length;
}

const PEEK_EVENTS_MAX = 64;
/** Characters of those events. */
const PEEK_LENGTH_MAX = 1024 * 1024;

export type Peeked =
  | { readonly kind: 'content'; readonly events: readonly EventChunks[] }
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure };

/** Whether an answer has begun with this event. */
export type Begins = (chunks: EventChunks) => boolean;

/**
 * Reads up to the event that an answer begins with, as a rule its first content, so that an error event, an empty stream or a missed
 * first-token deadline can still fall back. A provider that sends 64 events, or a million characters, without it is taken at its word.
 */
export async function peek(stream: AnswerStream, begins: Begins): Promise<Peeked> {
  const events: EventChunks[] = [];
  let length = 0;
  for (;;) {
    const next = await stream.next();
    if (next === undefined) return { kind: 'failed', failure: emptyStream() };
    for (const [index, chunks] of next.entries()) {
      const error = chunks.find((chunk) => chunk.type === 'error');
      if (error !== undefined) return { kind: 'failed', failure: errorEvent(error) };
      events.push(chunks);
      length += wireLength(chunks);
      if (begins(chunks) || events.length >= PEEK_EVENTS_MAX || length >= PEEK_LENGTH_MAX) {
        return { kind: 'content', events: [...events, ...next.slice(index + 1)] };
      }
    }
  }
}

function emptyStream(): UpstreamFailure {
  return { message: 'the provider ended its stream without an answer', unbilled: false, transport: 'incomplete' };
}

/** The provider's own error event inside a stream. */
export function errorEvent(chunk: Extract<CanonicalChunk, { type: 'error' }>): UpstreamFailure {
  return {
    message: chunk.message,
    unbilled: false,
    ...(chunk.status !== undefined && { status: chunk.status }),
    ...(chunk.providerType !== undefined && { type: chunk.providerType }),
    ...(chunk.raw !== undefined && { raw: chunk.raw }),
  };
}
