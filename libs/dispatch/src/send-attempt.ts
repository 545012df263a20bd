import type { CanonicalResponse, Credential, FailureClass, HttpRequestSpec, UpstreamFailure } from '@tollgate/canonical';
import { DecodeError, type StreamContext } from '@tollgate/formats';
import { FRAMINGS } from '@tollgate/framing';
import type { ProviderAdapter, ProviderOperation } from '@tollgate/providers';
import { type BodyReader, UpstreamBroken, type UpstreamClient } from '@tollgate/upstream';
import type { Instant } from '@tollgate/kernel';
import type { Timeouts } from '@tollgate/canonical';
import { AnswerStream, type ByteSource, type EventChunks, peek } from './answer-stream.js';

/** Largest whole answer that is held in memory (images and audio travel inline). */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
/** Of an error answer. */
const ERROR_BYTES_MAX = 64 * 1024;

export interface SendInput {
  readonly provider: ProviderAdapter;
  readonly operation: ProviderOperation;
  readonly spec: HttpRequestSpec;
  readonly credential: Credential;
  readonly now: Instant;
  readonly stream: boolean;
  readonly context: StreamContext;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
}

export type Sent =
  | { readonly kind: 'unary'; readonly status: number; readonly headers: Headers; readonly response: CanonicalResponse }
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly headers: Headers;
      readonly events: readonly EventChunks[];
      readonly rest: AnswerStream;
    }
  | { readonly kind: 'failed'; readonly headers: Headers; readonly failure: UpstreamFailure; readonly failureClass: FailureClass };

type Headers = Readonly<Record<string, string>>;

/** Signs and sends one request and reads as much of the answer as must be known before anything is sent to the client. */
export async function sendAttempt(input: SendInput, upstream: UpstreamClient): Promise<Sent> {
  const deadline = input.stream ? firstTokenDeadline(input) : undefined;
  let headers: Headers = {};
  try {
    const signal = deadline?.signal ?? input.signal;
    const answer = await open(input, upstream, signal);
    headers = answer.headers;
    if (answer.status >= 400) return await readError(input, answer);
    return input.stream ? await readStream(input, answer) : await readWhole(input, answer);
  } catch (error) {
    return failed(input, headers, toFailure(error, deadline?.expired() === true, input.signal));
  } finally {
    deadline?.clear();
  }
}

interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ByteSource & { readAll(bytesMax: number): Promise<Buffer> };
}

async function open(input: SendInput, upstream: UpstreamClient, signal: AbortSignal): Promise<OpenAnswer> {
  const signed = input.operation.sign(input.spec, input.credential, input.now);
  if (input.provider.inProcess !== undefined) {
    const answer = input.provider.inProcess(signed);
    return { status: answer.status, headers: answer.headers, body: new InProcessBody(answer.body) };
  }
  const { timeouts, stream } = input;
  const answer = await upstream.send(signed, { timeouts, streamed: stream, signal });
  return { status: answer.status, headers: answer.headers, body: answer.body satisfies BodyReader };
}

async function readWhole(input: SendInput, answer: OpenAnswer): Promise<Sent> {
  const bytes = await answer.body.readAll(ANSWER_BYTES_MAX);
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new DecodeError(input.operation.format.id, `the answer is not JSON (${bytes.length} bytes)`);
  }
  const response = input.operation.format.decodeResponse(body);
  return { kind: 'unary', status: answer.status, headers: answer.headers, response };
}

async function readStream(input: SendInput, answer: OpenAnswer): Promise<Sent> {
  const { format } = input.operation;
  const stream = new AnswerStream(answer.body, FRAMINGS[format.framing].openDecoder(), format.openDecoder(input.context));
  const peeked = await peek(stream);
  if (peeked.kind === 'failed') {
    stream.abort();
    return failed(input, answer.headers, peeked.failure);
  }
  return { kind: 'stream', status: answer.status, headers: answer.headers, events: peeked.events, rest: stream };
}

async function readError(input: SendInput, answer: OpenAnswer): Promise<Sent> {
  const bytes = await answer.body.readAll(ERROR_BYTES_MAX).catch(() => Buffer.alloc(0));
  const text = bytes.toString('utf8');
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // an error page: its text says enough
  }
  const decoded = input.operation.format.decodeError(answer.status, body);
  const retryAfterMs = decoded.retryAfterMs ?? readRetryAfter(answer.headers, input.now);
  return failed(input, answer.headers, { ...decoded, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function failed(input: SendInput, headers: Headers, failure: UpstreamFailure): Sent {
  return { kind: 'failed', headers, failure, failureClass: classifyFailure(input.operation, failure) };
}

const TRANSPORT_CLASS: Readonly<Record<NonNullable<UpstreamFailure['transport']>, FailureClass>> = {
  aborted: 'client-closed',
  'connect-timeout': 'connection',
  unreachable: 'connection',
  reset: 'connection',
  'first-token-timeout': 'timeout',
  'idle-timeout': 'timeout',
  'total-timeout': 'timeout',
  incomplete: 'incomplete',
  invalid: 'incomplete',
  'too-large': 'incomplete',
};

/** How a failure is to be treated: by what broke, else as the provider's own operation reads its answer. */
export function classifyFailure(operation: ProviderOperation, failure: UpstreamFailure): FailureClass {
  return failure.transport === undefined ? operation.classify(failure) : TRANSPORT_CLASS[failure.transport];
}

function toFailure(error: unknown, deadlineExpired: boolean, signal: AbortSignal): UpstreamFailure {
  if (deadlineExpired && !signal.aborted) {
    return { message: 'the provider sent no first token in time', unbilled: false, transport: 'first-token-timeout' };
  }
  if (error instanceof UpstreamBroken) return error.failure;
  if (error instanceof DecodeError) return { message: error.message, unbilled: false, transport: 'invalid' };
  throw error;
}

/** `Retry-After` in seconds or as a date, or OpenAI's `retry-after-ms` (their SDKs read both). */
function readRetryAfter(headers: Headers, now: Instant): number | undefined {
  const ms = Number(headers['retry-after-ms']);
  if (Number.isFinite(ms) && ms >= 0 && headers['retry-after-ms'] !== undefined) return ms;
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Aborts with the caller's signal, and when the first token is late. */
function firstTokenDeadline(input: SendInput): { signal: AbortSignal; expired: () => boolean; clear: () => void } {
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, input.timeouts.firstTokenMs);
  const follow = (): void => controller.abort();
  if (input.signal.aborted) follow();
  input.signal.addEventListener('abort', follow, { once: true });
  // the listener stays after `clear`: the stream goes on and must still end with its caller
  return { signal: controller.signal, expired: () => late, clear: () => clearTimeout(timer) };
}

class InProcessBody implements ByteSource {
  private readonly pieces: Iterator<string>;

  constructor(body: Iterable<string>) {
    this.pieces = body[Symbol.iterator]();
  }

  next(): Promise<Uint8Array | undefined> {
    const piece = this.pieces.next();
    return Promise.resolve(piece.done === true ? undefined : Buffer.from(piece.value));
  }

  async readAll(): Promise<Buffer> {
    const all: Uint8Array[] = [];
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) all.push(piece);
    return Buffer.concat(all);
  }

  abort(): void {
    this.pieces.return?.();
  }
}
