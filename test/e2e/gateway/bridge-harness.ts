import OpenAI from 'openai';
import { buildModel } from '../../support/builders/index.js';
import { type Answer, callGateway, queryDatabase } from '../../support/gateway/index.js';
import {
  answerRecording,
  ReplayUpstream,
  ResponsesProvider,
  speakMessage,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

interface Turn {
  readonly role: string;
  readonly content?: string | readonly Readonly<Record<string, unknown>>[];
  readonly parts?: readonly Readonly<Record<string, unknown>>[];
}

/** Turns of a conversation as Anthropic or Google received them. */
export function turnsOf({ body }: UpstreamRequest): readonly Turn[] {
  return (body['messages'] ?? body['contents']) as readonly Turn[];
}

export const TOOL = {
  type: 'function' as const,
  name: 'weather',
  parameters: { type: 'object', properties: { location: { type: 'string' } } },
  strict: false,
};

/** Providers without the Responses API, and one with it, for the tests of a file; `models` names them once they listen. */
export function openBridge() {
  const upstream = ReplayUpstream.ofFile();
  const native = new ResponsesProvider(upstream, ['native']);
  upstream.on('claude-thinks', recorded('anthropic-messages', 'messages/reasoning-tools-stream.http.json'));
  upstream.on('claude-tool', recorded('anthropic-messages', 'messages/tools-stream-multiturn.http.json'));
  upstream.on('claude-whole', recorded('anthropic-messages', 'messages/tools.http.json'));
  upstream.on('gemini-whole', recorded('gemini', 'generate/tools-thought-signature.http.json'));
  upstream.on('gemini-stream', recorded('gemini', 'generate/tools-stream-multiturn.http.json'));
  for (const name of ['claude', 'claude-b'])
    upstream.on(name, (request) => speakMessage(request, { outputTokens: 3, promptTokens: 10 }));
  return { upstream, native, models: () => modelsAt(upstream), last: (name: string) => lastOf(upstream, name) };
}

/** A tool is called in the first turn, and its result answered in the second: real traffic. */
function recorded(format: string, file: string) {
  return (request: UpstreamRequest) => answerRecording(format, file, turnsOf(request).length > 1 ? 1 : 0);
}

function modelsAt({ url }: ReplayUpstream): readonly object[] {
  const model = (name: string, at: string, key?: string): object =>
    buildModel({
      name,
      model: at,
      apiBase: at.startsWith('openai') ? `${url}/v1` : url,
      inputCost: 0.000_001,
      outputCost: 0.000_002,
      ...(key !== undefined && { params: { api_key: key } }),
    });
  return [
    model('thinks', 'anthropic/claude-thinks'),
    model('tool', 'anthropic/claude-tool'),
    model('whole', 'anthropic/claude-whole'),
    model('g-whole', 'gemini/gemini-whole'),
    model('g-stream', 'gemini/gemini-stream'),
    model('claude', 'anthropic/claude'),
    model('native', 'openai/native'),
    // several accounts behind one name
    ...['sk-1', 'sk-2', 'sk-3', 'sk-4'].map((key) => model('many', 'anthropic/claude-b', key)),
  ];
}

function lastOf(upstream: ReplayUpstream, name: string): UpstreamRequest {
  const request = upstream.of(name).at(-1);
  if (request === undefined) throw new Error(`nothing was asked of ${name}`);
  return request;
}

interface Row {
  readonly content: Buffer | null;
  readonly tenant_kind: string;
}

/** Clients of a gateway over such providers. */
export function callBridge(
  gateway: () => { readonly url: string; readonly masterKey: string; readonly databaseUrl: string },
) {
  const connect = (key: string): OpenAI => new OpenAI({ apiKey: key, baseURL: `${gateway().url}/v1`, maxRetries: 0 });
  const respond = (more: object, key?: string): Promise<Answer> =>
    callGateway(gateway(), 'POST /v1/responses', {
      body: { model: 'claude', input: 'Hi', ...more },
      ...(key !== undefined && { key }),
    });
  const rowOf = async (id: string): Promise<Row | undefined> => {
    const sql = 'SELECT * FROM tollgate.bridged_response WHERE public_id = $1';
    return (await queryDatabase<Row>(gateway().databaseUrl, sql, [id]))[0];
  };
  /** The id of a response that was made. */
  const make = async (key: string, more: object = {}): Promise<string> => {
    const { body, status } = await respond(more, key);
    expect(status).toBe(200);
    return String(body['id']);
  };
  return { connect, respond, rowOf, make };
}
