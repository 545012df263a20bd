import { type Answer, callGateway } from '../../support/gateway/index.js';
import { answerJson, type ReplayUpstream, type UpstreamAnswer } from '../../support/upstream/index.js';
import { DIALECTS } from '../../contract/matrix/dialects.js';
import type { Exchange } from '../../contract/recordings.js';
import { derivedAnswer } from './derived-answer.js';
import { type Ask, askIn } from './ask.js';
import { carryOn } from './carry-on.js';
import { type Cell, FIRST_TURNS, isDerived } from './cells.js';
import { lostOfAnswer, lostOfAsk } from './compare.js';
import { lostOfTurn } from './multi-turn.js';
import { READ_ANSWER } from './read-answer.js';
import { READ_ASK } from './read-ask.js';
import { readError } from './read-error.js';
import { assembleStream, readStream } from './read-stream.js';
import type { DialectId, Said, Wire } from './said.js';

/** Each provider dialect's deployment, and the model that it asks for there. */
export const MODELS: Readonly<Record<DialectId, string>> = {
  'openai-chat': 'gpt-5',
  'openai-responses': 'gpt-5.1',
  'openai-completions': 'gpt-3.5-turbo-instruct',
  'anthropic-messages': 'claude-haiku-4-5',
  gemini: 'gemini-2.5-flash',
  'ollama-chat': 'qwen3:4b',
};

export type Played = Pick<Exchange, 'status' | 'body' | 'stream'>;

/** Asks one square's question through the gateway, after the one before it where it is the second; what was lost on the way there and back. */
export async function playCell(
  gateway: { readonly url: string; readonly masterKey: string },
  upstream: ReplayUpstream,
  cell: Cell,
): Promise<readonly string[]> {
  const { client, provider, aspect, mode } = cell;
  const stream = mode === 'stream';
  const exchange = exchangeOf(cell);
  const model = MODELS[provider];
  const first = firstTurnOf(cell) && (await playFirstTurn(gateway, upstream, cell));
  upstream.on(model, exchange === undefined ? answerJson(500, {}) : replay(provider, exchange));
  const before = upstream.of(model).length;
  const ask = first?.next ?? askOf(cell);
  const answer = await callGateway<Wire>(gateway, ask.route, { body: ask.body });
  const [sent, ...more] = upstream.of(model).slice(before);
  if (more.length > 0) throw new Error('the provider was asked more than once');
  if (sent === undefined) return refusal(cell, answer);
  const asked = READ_ASK[provider](sent.body, sent.path);
  const lost = [...lostOfAsk(aspect, stream, asked), ...(first ? lostOfTurn(provider, first, asked, sent) : [])];
  if (exchange === undefined) throw new Error(`the provider was asked, and ${provider} has no recording`);
  if (exchange.status >= 400) return [...lost, ...lostOfError(cell, exchange, answer)].sort();
  if (answer.status !== 200) throw new Error(`${String(answer.status)} ${answer.text}`);
  const heard = stream ? readStream(client, answer.text) : READ_ANSWER[client](answer.body);
  return [...lost, ...lostOfAnswer(saidIn(cell, exchange), heard)].sort();
}

interface FirstTurn {
  /** What the provider answered, whole, and what that says. */
  readonly wire: Wire;
  readonly said: Said;
  /** The client's second question, of what it was answered. */
  readonly next: Ask;
}

/** Asks for tools, and takes the answer as the client's SDK does: the second question is of that, and of nothing that was written before. */
async function playFirstTurn(
  gateway: { readonly url: string; readonly masterKey: string },
  upstream: ReplayUpstream,
  cell: Cell,
): Promise<FirstTurn> {
  const { client, provider, mode } = cell;
  const exchange = firstTurnOf(cell);
  if (exchange === undefined || client === 'openai-completions') throw new Error(`${client} has no turns`);
  upstream.on(MODELS[provider], replay(provider, exchange));
  const ask = askOf({ ...cell, aspect: 'tools' });
  const answer = await callGateway<Wire>(gateway, ask.route, { body: ask.body });
  if (answer.status !== 200) throw new Error(`${String(answer.status)} ${answer.text}`);
  const told = mode === 'stream' ? assembleStream(client, answer.text) : answer.body;
  return {
    wire: wireIn(cell, exchange),
    said: saidIn(cell, exchange),
    next: { ...ask, body: carryOn(client, ask.body, told) },
  };
}

function askOf({ client, aspect, provider, mode }: Cell): Ask {
  const ask = askIn(client, aspect, provider, mode === 'stream');
  if (ask === undefined) throw new Error(`${client} cannot ask for ${aspect}`);
  return ask;
}

/** What the recorded answer of a square says. */
export function saidIn({ provider }: Cell, { stream, body }: Played): Said {
  return stream === undefined ? READ_ANSWER[provider](body as Wire) : readStream(provider, stream);
}

/** The recorded answer itself, a stream put together. */
export function wireIn({ provider }: Cell, { stream, body }: Played): Wire {
  return stream === undefined ? (body as Wire) : assembleStream(provider, stream);
}

/** What a square's provider answers; throws where its file is not there. */
export function exchangeOf({ provider, recording }: Cell): Played | undefined {
  return recording === null ? undefined : readExchange(provider, recording);
}

/** What is answered to the first question of a square of two; undefined for all others, and where the provider calls no tools. */
export function firstTurnOf({ provider, aspect, mode }: Cell): Played | undefined {
  const recording = aspect === 'multi-turn-tools' ? FIRST_TURNS[provider]?.[mode] : undefined;
  return recording === undefined ? undefined : readExchange(provider, recording);
}

function readExchange(provider: DialectId, recording: string): Played {
  if (isDerived(recording)) return derivedAnswer(recording);
  const { exchanges } = DIALECTS.find(({ upstream }) => upstream.id === provider) ?? { exchanges: [] };
  const found = exchanges.find(({ name }) => name === recording);
  if (found === undefined) throw new Error(`there is no recording ${provider}/${recording}`);
  return found;
}

function replay(provider: DialectId, { status, stream, body }: Played): UpstreamAnswer {
  if (stream === undefined) return answerJson(status, body);
  const type = provider === 'ollama-chat' ? 'application/x-ndjson' : 'text/event-stream';
  return { status, headers: { 'content-type': type }, body: stream };
}

/** The gateway itself said no: in the client's dialect, and as the client's fault. */
function refusal({ client }: Cell, { status, body, text }: Answer<Wire>): readonly string[] {
  if (status !== 400 || readError(client, body) === undefined) throw new Error(`${String(status)} ${text}`);
  return ['refused'];
}

function lostOfError({ client }: Cell, exchange: Played, { status, body, text }: Answer<Wire>): readonly string[] {
  if (status < 400) throw new Error(`an error became an answer: ${text}`);
  const message = readError(client, body);
  if (message === undefined) throw new Error(`no error of ${client}: ${text}`);
  const error = (exchange.body as Wire)['error'] as string | Wire;
  const told = typeof error === 'string' ? error : (error['message'] as string);
  return [...(status === exchange.status ? [] : ['status']), ...(message.includes(told) ? [] : ['message'])];
}
