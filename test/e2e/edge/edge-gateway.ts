import { readFileSync } from 'node:fs';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  describeAt,
  type Gateway,
  type GatewayOptions,
  type RawAnswer,
  rawRequest,
  talkRaw,
} from '../../support/gateway/index.js';
import { ReplayUpstream, speakChat, speakMessage } from '../../support/upstream/index.js';
import { answerOperation } from './answer-operation.js';

const MEBIBYTE = 1024 * 1024;
/** Small enough that a test reaches them at once. */
export const BODY_BYTES_MAX = MEBIBYTE;
export const DEPTH_MAX = 128;
const LIMITS = {
  max_request_size_mb: 1,
  max_buffered_request_mb: 1.5,
  max_json_depth: DEPTH_MAX,
  request_body_timeout: 1.5,
  request_body_idle_timeout: 1,
};

export const CHAT = 'POST /v1/chat/completions';
export const MESSAGES = [{ role: 'user', content: 'Hello!' }];
/** A valid body of this many bytes. */
export const bodyOf = (members: object = {}, bytes = 0): string =>
  JSON.stringify({ model: 'm', messages: MESSAGES, ...members }).padEnd(bytes, ' ');

/** A gateway with small limits in front of a provider that says two words, and what a raw client needs of it. */
export class Edge {
  private before = 0;

  constructor(
    readonly gateway: Gateway,
    readonly upstream: ReplayUpstream,
  ) {
    upstream.on('m', (request) => answerOperation(request) ?? speakChat(request, { outputTokens: 2, promptTokens: 1 }));
    upstream.on('c', (request) => speakMessage(request, { outputTokens: 2, promptTokens: 1 }));
  }

  get authorized(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.gateway.masterKey}` };
  }

  /** Writes one request as the master key and reads until the connection ends. */
  ask(line: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<RawAnswer> {
    return this.talk(rawRequest(line, { ...this.authorized, connection: 'close', ...headers }, body));
  }

  talk(bytes: string | AsyncIterable<string>, until?: (text: string) => boolean): Promise<RawAnswer> {
    return talkRaw(this.gateway.port, bytes, until);
  }

  /** From here on `reached` counts. */
  mark(): void {
    this.before = this.upstream.requests.length;
  }

  /** Requests that reached the provider since. */
  get reached(): number {
    return this.upstream.requests.length - this.before;
  }

  /** Resident memory of the gateway's process, MiB. */
  get residentMb(): number {
    const status = readFileSync(`/proc/${String(this.gateway.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }
}

/** The mark of Express on an answer: the data plane sets no entity tags. */
export const byExpress = ({ text }: RawAnswer): boolean => /^etag: /im.test(text);

/** One gateway for all tests of a file; each begins with nothing at the provider, and the process must be up after the last. */
export function describeEdge(
  name: string,
  suite: (edge: () => Edge) => void,
  settings: Readonly<Record<string, unknown>> = LIMITS,
  options: Partial<GatewayOptions> = {},
  models: () => readonly object[] = () => [],
): void {
  const upstream = ReplayUpstream.ofFile();
  const config = (): object =>
    buildConfig(
      [
        buildModel({
          name: 'm',
          model: 'openai/m',
          apiBase: `${upstream.url}/v1`,
          inputCost: 1e-6,
          outputCost: 1e-6,
          params: { input_cost_per_character: 1e-6 },
          info: { max_input_tokens: 128_000 },
        }),
        buildModel({ name: 'c', model: 'anthropic/c', apiBase: upstream.url, inputCost: 1e-6, outputCost: 1e-6 }),
        ...models(),
      ],
      { general_settings: settings },
    );
  describeAt(
    'everything set',
    name,
    () => ({ config: config(), ...options }),
    (gateway) => {
      let edge: Edge;
      beforeAll(() => {
        edge = new Edge(gateway(), upstream);
      });
      beforeEach(() => edge.mark());
      suite(() => edge);

      it('is up after all of this, and said nothing of a fault of its own', async () => {
        expect((await edge.ask(CHAT, {}, bodyOf())).statuses).toEqual([200]);
        expect(gateway().output).not.toMatch(/internal_error|unhandled|uncaught|Internal error/i);
      });
    },
  );
}
