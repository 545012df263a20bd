import type {
  AddressRules,
  CanonicalResponse,
  Credential,
  FormatId,
  HttpRequestSpec,
  Timeouts,
  TlsSettings,
  UpstreamFailure,
} from '@tollgate/canonical';
import { answerDecoder, type AskedAnswer, DecodeError, readAnswer, type StreamContext } from '@tollgate/formats';
import { FRAMINGS } from '@tollgate/framing';
import type { ProviderAdapter, ProviderOperation } from '@tollgate/providers';
import { type BodyReader, UpstreamBroken, type UpstreamClient } from '@tollgate/upstream';
import { type Instant, type JsonValue, parseJson } from '@tollgate/kernel';
import { AnswerStream, type ByteSource, peek } from './answer-stream.js';
import { beginsWithContent, beginsWithId } from './begins-answer.js';
import { classifyFailure } from './classify-failure.js';
import { describeBreak } from './describe-break.js';
import { firstTokenDeadline } from './first-token-deadline.js';
import { InProcessBody } from './in-process-body.js';
import { LookAheadBody, type WholeSource } from './look-ahead-body.js';
import { CredentialMask } from './mask-credentials.js';
import { readRetryAfter } from './read-retry-after.js';
import { sendBatches } from './send-batches.js';
import type { ProviderHeaders, Sent } from './sent.js';

/** Largest whole answer that is held in memory (images and audio travel inline). */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Of an error answer. */
const ERROR_BYTES_MAX = 64 * 1024;

export interface SendInput {
  readonly provider: ProviderAdapter;
  readonly operation: ProviderOperation;
  readonly spec: HttpRequestSpec;
  /** Further requests of the same call (BuiltRequest.more). */
  readonly more?: readonly HttpRequestSpec[];
  readonly credential: Credential;
  readonly now: Instant;
  readonly stream: boolean;
  readonly asked?: AskedAnswer;
  /** UsageBound of what is asked for. */
  readonly outlivesCall: boolean;
  readonly context: StreamContext;
  readonly timeouts: Timeouts;
  readonly tls?: TlsSettings | undefined;
  readonly addresses?: AddressRules | undefined;
  readonly signal: AbortSignal;
  /** Told the exact request, credentials and all, before it is sent. */
  readonly onSigned: (signed: HttpRequestSpec) => void;
}

/**
 * Signs and sends one request and reads as much of the answer as must be known before anything is sent to the client. Throws only for a
 * fault of ours; the upstream call has ended then.
 */
export async function sendAttempt(input: SendInput, upstream: UpstreamClient): Promise<Sent> {
  const { more } = input;
  const join = input.operation.format.joinResponses;
  if (more === undefined || join === undefined) return sendOne(input, upstream);
  return sendBatches({
    specs: [input.spec, ...more],
    send: (spec) => sendOne({ ...input, spec }, upstream),
    join,
  });
}

async function sendOne(input: SendInput, upstream: UpstreamClient): Promise<Sent> {
  const deadline = input.stream ? firstTokenDeadline(input.signal, input.timeouts.firstTokenMs) : undefined;
  let answer: OpenAnswer | undefined;
  try {
    answer = await open(input, upstream, deadline?.signal ?? input.signal);
    if (answer.status >= 400) return await readError(input, answer);
    if (answer.status >= 300) return refuseRedirect(input, answer);
    return input.stream ? await readStream(input, answer) : await readWhole(input, answer);
  } catch (error) {
    answer?.body.abort();
    return failed(input, answer?.headers ?? {}, toFailure(error, deadline?.expired() === true));
  } finally {
    deadline?.clear();
  }
}

interface OpenAnswer {
  readonly status: number;
  readonly headers: ProviderHeaders;
  readonly body: WholeSource;
}

async function open(input: SendInput, upstream: UpstreamClient, signal: AbortSignal): Promise<OpenAnswer> {
  const signed = input.operation.sign(input.spec, input.credential, input.now);
  input.onSigned(signed);
  if (input.provider.inProcess !== undefined) {
    const answer = input.provider.inProcess(signed);
    return { status: answer.status, headers: answer.headers, body: new InProcessBody(answer.body) };
  }
  const { timeouts, stream, tls, addresses } = input;
  const answer = await upstream.send(signed, { timeouts, streamed: stream, signal, tls, addresses });
  return { status: answer.status, headers: answer.headers, body: answer.body satisfies BodyReader };
}

async function readWhole(input: SendInput, answer: OpenAnswer): Promise<Sent> {
  const bytes = await answer.body.readAll(ANSWER_BYTES_MAX);
  const said = bytes.toString('utf8');
  const { format } = input.operation;
  const contentType = (answer.headers['content-type'] ?? '').toLowerCase();
  const isText = format.answersText === true && !contentType.includes('json');
  const mask = new CredentialMask(input);
  const { body, text } = isText
    ? { body: said, text: said }
    : mask.answer(parseAnswer(format.id, said, bytes.length), said);
  const decoded = format.decodeResponse(body, text, {
    ...(input.context.request !== undefined && { request: input.context.request }),
    contentType,
  });
  checkVectors(input, decoded);
  const response = readAnswer(decoded, input.asked ?? {});
  return { kind: 'unary', status: answer.status, headers: mask.openHeaders(answer.headers), response };
}

/** A vector for each input, or it would be taken for another input's. */
function checkVectors({ operation, spec: { inputs } }: SendInput, { result }: CanonicalResponse): void {
  if (result?.kind !== 'embeddings' || inputs === undefined) return;
  const { id } = operation.format;
  const found = result.vectors.length;
  if (found !== inputs)
    throw new DecodeError(id, `the answer has ${String(found)} vectors for ${String(inputs)} inputs`);
  if (result.vectors.some((vector) => vector.length === 0 || (typeof vector === 'string' && !BASE64.test(vector))))
    throw new DecodeError(id, 'the answer has a vector without numbers');
}

function parseAnswer(format: FormatId, text: string, size: number): JsonValue {
  try {
    return parseJson(text);
  } catch {
    throw new DecodeError(format, `the answer is not JSON (${size} bytes)`);
  }
}

async function readStream(input: SendInput, answer: OpenAnswer): Promise<Sent> {
  const { format } = input.operation;
  const body = await refuseDocument(input, answer);
  const frames = FRAMINGS[format.framing].openDecoder();
  const mask = new CredentialMask(input);
  const needsTerminator = format.needsTerminator === true;
  const decoder = answerDecoder(format.openDecoder(input.context), input.asked ?? {});
  const stream = new AnswerStream(body, frames, decoder, { needsTerminator, mask });
  const peeked = await peek(stream, input.outlivesCall ? beginsWithId : beginsWithContent);
  if (peeked.kind === 'failed') {
    stream.abort();
    return failed(input, answer.headers, peeked.failure);
  }
  const headers = mask.openHeaders(answer.headers);
  return { kind: 'stream', status: answer.status, headers, events: peeked.events, rest: stream };
}

/**
 * Some providers answer a streamed call that fails with status 200 and one JSON document: read as it would be without streaming, so that
 * what it says is not lost. Some send a stream under that content type: the first character tells.
 */
async function refuseDocument(input: SendInput, answer: OpenAnswer): Promise<ByteSource> {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(answer.headers['content-type'] ?? '')) return answer.body;
  const body = await LookAheadBody.open(answer.body);
  if (body.first !== '{' && body.first !== '[') return body;
  await readWhole(input, { ...answer, body });
  throw new DecodeError(input.operation.format.id, 'the answer is not a stream, which was asked for');
}

/**
 * A redirect is no answer: never followed (the request carries our credential and the client's prompt), and never billed. Where it leads is
 * the operator's to know, not the client's.
 */
function refuseRedirect(input: SendInput, { status, headers, body }: OpenAnswer): Sent {
  body.abort();
  const { location, ...shown } = headers;
  const message = `the api_base of this deployment answers with a redirect (HTTP ${String(status)}), which is not followed: set api_base to where the API is`;
  const raw = { location: location ?? null };
  return failed(input, shown, { status, message, raw, unbilled: true, transport: 'redirected' });
}

async function readError(input: SendInput, answer: OpenAnswer): Promise<Sent> {
  const text = await readStart(answer.body, ERROR_BYTES_MAX);
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

/** What comes of an error answer, at most `bytesMax`: its status counts, also when its text breaks off or is too long. */
async function readStart(body: ByteSource, bytesMax: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (let piece = await body.next(); piece !== undefined; piece = await body.next()) {
      pieces.push(piece.subarray(0, bytesMax - size));
      size += piece.length;
      if (size >= bytesMax) {
        body.abort();
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof UpstreamBroken)) throw error;
  }
  return Buffer.concat(pieces).toString('utf8');
}

function failed(input: SendInput, headers: ProviderHeaders, failure: UpstreamFailure): Sent {
  const mask = new CredentialMask(input);
  return {
    kind: 'failed',
    headers: mask.headers(headers),
    failure: mask.failure(failure),
    failureClass: classifyFailure(input.operation, failure),
  };
}

function toFailure(error: unknown, late: boolean): UpstreamFailure {
  if (late)
    return { message: 'the provider sent no first token in time', unbilled: false, transport: 'first-token-timeout' };
  return describeBreak(error);
}
