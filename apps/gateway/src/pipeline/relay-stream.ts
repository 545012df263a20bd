import type { CanonicalChunk, UpstreamFailure } from '@tollgate/canonical';
import { type AnswerStream, beginsEnd, errorEvent, type EventChunks } from '@tollgate/dispatch';
import type { StreamEncoder } from '@tollgate/formats';
import type { Framing } from '@tollgate/framing';
import { UpstreamBroken } from '@tollgate/upstream';
import { DecodeError } from '@tollgate/formats';
import type { Exchange } from '../http/exchange.js';
import type { AnswerCollector } from './answer-collector.js';

/** Past this multiple of the granted output the provider plainly ignores its limit, and the call is ended. */
const OVERRUN = 1.05;

export interface RelayInput {
  readonly events: readonly EventChunks[];
  readonly rest: AnswerStream;
  readonly encoder: StreamEncoder;
  readonly framing: Framing;
  readonly collector: AnswerCollector;
  /** Output tokens granted to all choices together; undefined where no money bounds them. */
  readonly outputTokensMax: number | undefined;
}

export interface Relayed {
  /** The answer's end, not yet sent: from the chunk that carries finish, usage or terminator. */
  readonly held: readonly CanonicalChunk[];
  /** What broke the answer off, if something did. */
  readonly failure: UpstreamFailure | undefined;
  readonly clientGone: boolean;
}

/**
 * The pump: sends a stream's events as they come, with back-pressure, all but its end. The one asynchronous loop of the gateway;
 * what happens to a chunk is synchronous.
 */
export async function relayStream(input: RelayInput, exchange: Exchange): Promise<Relayed> {
  const held: CanonicalChunk[] = [];
  let deltas = 0;
  try {
    for (let events: readonly EventChunks[] | undefined = input.events; events !== undefined; events = await input.rest.next()) {
      let out = '';
      for (const chunks of events) {
        for (const chunk of chunks) {
          input.collector.push(chunk);
          if (chunk.type === 'error') return { held, failure: errorEvent(chunk), clientGone: false };
          if (chunk.type.endsWith('-delta')) deltas += 1;
        }
        if (held.length > 0 || chunks.some(beginsEnd)) held.push(...chunks);
        else out += encode(input, chunks);
      }
      if (out !== '') await exchange.write(out);
      if (exchange.signal.aborted) return { held, failure: undefined, clientGone: true };
      // each delta carries a token at least
      if (input.outputTokensMax !== undefined && deltas > input.outputTokensMax * OVERRUN) {
        return { held, failure: overrun(), clientGone: false };
      }
    }
  } catch (error) {
    if (exchange.signal.aborted) return { held, failure: undefined, clientGone: true };
    if (error instanceof UpstreamBroken) return { held, failure: error.failure, clientGone: false };
    if (error instanceof DecodeError) return { held, failure: { message: error.message, unbilled: false, transport: 'invalid' }, clientGone: false };
    throw error;
  } finally {
    input.rest.abort();
  }
  return { held, failure: input.rest.whole ? undefined : cutOff(), clientGone: false };
}

/** The events of some chunks as text for the wire. */
export function encode(input: Pick<RelayInput, 'encoder' | 'framing'>, chunks: readonly CanonicalChunk[]): string {
  let text = '';
  for (const chunk of chunks) for (const event of input.encoder.push(chunk)) text += input.framing.encode(event);
  return text;
}

function cutOff(): UpstreamFailure {
  return { message: 'the provider ended its stream in the middle of its answer', unbilled: false, transport: 'incomplete' };
}

function overrun(): UpstreamFailure {
  return { message: 'the provider went past the output limit that it was given', unbilled: false, transport: 'too-large' };
}
