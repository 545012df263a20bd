import fc from 'fast-check';
import { callGateway, createKey, parseEvents, type RawAnswer, rawRequest } from '../support/gateway/index.js';
import { arbitraryBody, arbitraryKeySettings, arbitraryRequest, fuzz } from '../support/fuzz/index.js';
import { describeEdge, type Edge } from '../e2e/edge/edge-gateway.js';

const SETTINGS = { request_body_idle_timeout: 0.3, request_body_timeout: 0.6, max_buffered_request_mb: 64 };
/** The provider answers always: what is 5xx then is a fault of the gateway's. */
const REFUSALS = [400, 401, 403, 404, 405, 408, 413, 415, 417, 422, 429, 431, 501];
const SURFACES = ['/v1/chat/completions', '/v1/messages'];

describeEdge(
  'arbitrary requests',
  (edge) => {
    let limited: string;
    beforeAll(async () => {
      limited = (await createKey(edge().gateway, { max_budget: 1_000_000, rpm_limit: 10_000_000, models: ['m', 'c'] }))
        .key;
    });
    const nothingBroke = (): void => {
      expect(edge().gateway.output).not.toMatch(
        /internal_error|unhandled|uncaught|Internal error|"level":"(error|fatal)"/i,
      );
    };

    fuzz(
      'any body gets an answer in its caller’s dialect, and never a fault of the gateway’s',
      fc.record({ surface: fc.constantFrom(...SURFACES), body: arbitraryBody, limited: fc.boolean() }),
      async ({ surface, body, limited: hasLimits }) => {
        const answer = await send(edge(), surface, body, hasLimits ? limited : edge().gateway.masterKey);
        if (answer.status === 200) expectWhole(surface, answer);
        else {
          expect(REFUSALS).toContain(answer.status);
          expectDialect(surface, JSON.parse(answer.text));
        }
        nothingBroke();
      },
    );

    fuzz(
      'any body of a route for keys gets an answer, and never a fault of the admin’s',
      fc.record({
        route: fc.constantFrom('POST /key/generate', 'POST /key/update', 'POST /key/delete', 'POST /key/block'),
        body: arbitraryKeySettings,
      }),
      async ({ route, body }) => {
        const { status } = await callGateway(edge().gateway, route, { body });
        expect([200, ...REFUSALS.filter((refusal) => refusal < 500)]).toContain(status);
        nothingBroke();
      },
    );

    fuzz(
      'any bytes that are near a request get one answer, well-formed, and never a fault of the gateway’s',
      arbitraryRequest(() => edge().gateway.masterKey),
      async (bytes) => {
        expectWellFormed(await edge().talk(bytes));
        nothingBroke();
      },
    );

    fuzz(
      'any bytes behind a request leave its own answer whole',
      fc.tuple(
        arbitraryRequest(() => edge().gateway.masterKey),
        fc.string({ unit: 'binary-ascii', maxLength: 30 }),
      ),
      async ([bytes, noise]) => {
        const first = rawRequest('GET /v1/models', edge().authorized);
        const { text } = await edge().talk(first + noise.replaceAll(/^\s+/g, '') + bytes);
        expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*"object":"list"}/);
        expect(text).not.toMatch(/HTTP\/1\.1 5(?!01)\d\d/);
        nothingBroke();
      },
    );

    it('leave the process ready', async () => {
      expect((await callGateway(edge().gateway, 'GET /health/readiness', { key: null })).status).toBe(200);
    });
  },
  SETTINGS,
);

interface Got {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function send({ gateway }: Edge, surface: string, body: Buffer, key: string): Promise<Got> {
  const response = await fetch(gateway.url + surface, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: new Uint8Array(body),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

/** A whole answer of the surface's dialect: its object, or its stream with its end. */
function expectWhole(surface: string, { type, text }: Got): void {
  const chat = surface !== '/v1/messages';
  if (type.startsWith('text/event-stream')) {
    const events = parseEvents(text);
    const last = events.at(-1);
    expect(chat ? last?.data : last?.event).toBe(chat ? '[DONE]' : 'message_stop');
    return;
  }
  const body = JSON.parse(text) as Record<string, unknown>;
  expect(body).toMatchObject(
    chat ? { object: 'chat.completion', choices: [{}] } : { type: 'message', role: 'assistant' },
  );
}

function expectDialect(surface: string, body: unknown): void {
  const message = expect.any(String) as string;
  if (surface === '/v1/messages') expect(body).toMatchObject({ type: 'error', error: { type: message, message } });
  else expect(body).toMatchObject({ error: { message, type: message, code: message } });
}

/** One answer that is no fault of ours, of the length that it says. 100 Continue may come before it. */
function expectWellFormed({ text, statuses }: RawAnswer): void {
  const final = statuses.filter((status) => status !== 100);
  expect(final).toHaveLength(1);
  expect([200, 204, 301, 304, ...REFUSALS]).toContain(final[0]);
  const answer = text.slice(text.indexOf(`HTTP/1.1 ${String(final[0])}`));
  const end = answer.indexOf('\r\n\r\n');
  expect(end).toBeGreaterThan(0);
  const length = /^content-length: (\d+)\r$/im.exec(answer.slice(0, end + 1))?.[1];
  const body = Buffer.from(answer.slice(end + 4));
  if (length !== undefined && body.length > 0) expect(body).toHaveLength(Number(length));
}
