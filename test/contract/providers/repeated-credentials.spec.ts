import type { Credential, HttpRequestSpec, Operation } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import { PROVIDERS, type ProviderAdapter, type ProviderOperation } from '@tollgate/providers';
import type { UpstreamAnswer, UpstreamClient } from '@tollgate/upstream';
import { InProcessBody } from '../../../libs/dispatch/src/in-process-body.js';
import { sendAttempt } from '../../../libs/dispatch/src/send-attempt.js';
import type { Sent } from '../../../libs/dispatch/src/sent.js';
import { openaiTarget } from '../targets.js';
import { SAMPLE_REQUESTS } from './sample-requests.js';

/** None has a form that a key can be told by. */
const CANARY = 'c4nary0f7e1d2c3b4a5968778695a4b3c2d1e0f';
const HEADER_CANARY = 'h3liconecanary99887766';

const OPERATIONS = PROVIDERS.filter(({ inProcess }) => inProcess === undefined).flatMap((provider) =>
  Object.entries(provider.adapters).map(
    ([operation, adapter]) => [provider.id, operation as Operation, provider, adapter] as const,
  ),
);
/** Whose events are given on as they come. */
const RELAYED = OPERATIONS.filter(
  ([id, name]) => id === 'openai' && ['image', 'transcription', 'speech'].includes(name),
);
const STREAMED = OPERATIONS.filter(([, operation]) => operation === 'chat' || operation === 'responses');

/** What providers say of a key that they refuse, in the forms of all dialects at once. */
function complaint(signed: HttpRequestSpec): object {
  const sent = JSON.stringify([signed.headers, signed.query ?? {}]);
  const message = `refused ${CANARY}: ${sent}, ${encodeURIComponent(CANARY)}, ${CANARY.slice(0, 20)}...`;
  const error = { message, type: `type ${CANARY}`, param: CANARY, code: CANARY, status: `S ${CANARY}` };
  return { type: 'error', error, message, detail: message, object: 'error' };
}

function upstreamThat(
  answer: (signed: HttpRequestSpec) => Pick<UpstreamAnswer, 'status' | 'headers'> & { text: string },
) {
  return {
    send: (signed: HttpRequestSpec) => {
      const { text, ...head } = answer(signed);
      return Promise.resolve({ ...head, body: new InProcessBody([text]) });
    },
  } as unknown as UpstreamClient;
}

async function send(
  provider: ProviderAdapter,
  name: Operation,
  operation: ProviderOperation,
  stream: boolean,
  upstream: UpstreamClient,
  extra: JsonObject = {},
): Promise<Sent> {
  const credential: Credential = Object.fromEntries(
    provider.credentialFields.filter(({ secret }) => secret).map((field) => [field.name, CANARY]),
  );
  const target = {
    ...openaiTarget,
    provider: provider.id,
    extraHeaders: { 'Helicone-Auth': `Bearer ${HEADER_CANARY}` },
  };
  const request = { ...SAMPLE_REQUESTS[name], stream, extra };
  const built = operation.buildRequest(request, target, undefined);
  if (!built.ok) throw built.error;
  return sendAttempt(
    {
      provider,
      operation,
      spec: built.value.spec,
      credential,
      now: 0,
      stream,
      outlivesCall: false,
      context: { now: 0, newId: () => 'id', requestedModel: 'm', includeUsage: false, request },
      timeouts: { connectMs: 1_000, firstTokenMs: 60_000, idleMs: 1_000, totalMs: 1_000 },
      signal: new AbortController().signal,
      onSigned: () => undefined,
    },
    upstream,
  );
}

/** Everything that is told of what was sent, wherever it goes. */
function expectNoCanary(told: unknown): void {
  const text = JSON.stringify(told);
  for (const canary of [CANARY, CANARY.slice(0, 16), HEADER_CANARY]) expect(text).not.toContain(canary);
}

describe('a credential that the provider repeats', () => {
  it.each(OPERATIONS)('in an error answer of %s, %s, is told to nobody', async (_id, name, provider, operation) => {
    const upstream = upstreamThat((signed) => ({
      status: 401,
      headers: { 'x-refused': CANARY, 'content-type': 'application/json' },
      text: JSON.stringify(complaint(signed)),
    }));
    const sent = await send(provider, name, operation, false, upstream);
    expect(sent).toMatchObject({
      kind: 'failed',
      failure: { status: 401, message: expect.stringContaining('refused') },
    });
    expectNoCanary(sent);
  });

  it.each(OPERATIONS)('in an error page of %s, %s, is told to nobody', async (_id, name, provider, operation) => {
    const upstream = upstreamThat(() => ({ status: 500, headers: {}, text: `<p>bad key ${CANARY}</p>` }));
    expectNoCanary(await send(provider, name, operation, false, upstream));
  });

  it.each(RELAYED)(
    'in an event of %s, %s, that says of itself that it is an error',
    async (...[, name, provider, operation]) => {
      const upstream = upstreamThat(() => {
        const text = `data: ${JSON.stringify({ type: 'error', code: 'invalid_api_key', message: `no key ${CANARY}` })}\n\n`;
        return { status: 200, headers: { 'content-type': 'text/event-stream' }, text };
      });
      const sent = await send(provider, name, operation, true, upstream, { stream_format: 'sse' });
      expect(sent).toMatchObject({ kind: 'failed', failure: { message: 'no key ***' } });
      expectNoCanary(sent);
    },
  );

  it.each(STREAMED)('in a stream of %s, %s, is told to nobody', async (_id, name, provider, operation) => {
    const upstream = upstreamThat((signed) => {
      const data = JSON.stringify(complaint(signed));
      const text = operation.format.framing === 'json-lines' ? `${data}\n` : `event: error\ndata: ${data}\n\n`;
      return { status: 200, headers: { 'content-type': 'text/event-stream' }, text };
    });
    const sent = await send(provider, name, operation, true, upstream);
    expect(sent).toMatchObject({ kind: 'failed', failure: { message: expect.stringContaining('***') } });
    expectNoCanary(sent);
  });
});
