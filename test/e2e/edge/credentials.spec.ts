import { createKey, rawRequest } from '../../support/gateway/index.js';
import { bodyOf, CHAT, describeEdge } from './edge-gateway.js';

const STRANGER = 'sk-stranger-0123456789';

describeEdge('credentials', (edge) => {
  /** Headers as lines, since a name may come twice. */
  const ask = (lines: readonly string[], line = CHAT, body = bodyOf()) => {
    const request = rawRequest(line, { connection: 'close' }, body);
    const end = request.indexOf('\r\n') + 2;
    return edge().talk(
      `${request.slice(0, end)}${lines.map((header) => `${header}\r\n`).join('')}${request.slice(end)}`,
    );
  };
  const master = (): string => edge().gateway.masterKey;
  const served = async (lines: readonly string[], line?: string): Promise<number | undefined> =>
    (await ask(lines, line)).statuses[0];

  it.each(['x-api-key', 'api-key', 'x-litellm-api-key', 'x-goog-api-key', 'Ocp-Apim-Subscription-Key'])(
    'may stand in %s',
    async (name) => {
      expect(await served([`${name}: ${master()}`])).toBe(200);
      expect(await served([`${name}: ${STRANGER}`])).toBe(401);
    },
  );

  it.each([
    ['in two headers', (key: string) => [`authorization: Bearer ${key}`, `x-api-key: ${STRANGER}`]],
    ['in two headers, the other way round', (key: string) => [`x-api-key: ${STRANGER}`, `api-key: ${key}`]],
    ['in one header twice', (key: string) => [`authorization: Bearer ${key}`, `Authorization: Bearer ${STRANGER}`]],
    ['in one header twice, the other way round', (key: string) => [`x-api-key: ${STRANGER}`, `X-API-Key: ${key}`]],
    ['in the winning header twice', (key: string) => [`x-litellm-api-key: ${key}`, `x-litellm-api-key: ${STRANGER}`]],
  ])('that differ (%s) are 401', async (_name, lines) => {
    const answer = await ask(lines(master()));
    expect(answer.statuses).toEqual([401]);
    expect(edge().reached).toBe(0);
  });

  it('that differ are 401 for the admin routes too', async () => {
    const lines = [`authorization: Bearer ${master()}`, `authorization: Bearer ${STRANGER}`];
    for (const order of [lines, [...lines].reverse()]) {
      expect(await served(order, 'POST /key/generate')).toBe(401);
    }
  });

  it('that are equal count as one', async () => {
    const lines = [`authorization: Bearer ${master()}`, `authorization: Bearer ${master()}`, `x-api-key: ${master()}`];
    expect(await served(lines)).toBe(200);
  });

  it('in x-litellm-api-key win over all others, whatever stands there', async () => {
    const foreign = [`authorization: Bearer ${STRANGER}`, `x-api-key: ${STRANGER}`, 'api-key: another'];
    expect(await served([...foreign, `x-litellm-api-key: ${master()}`])).toBe(200);
    expect(await served([`authorization: Bearer ${master()}`, `x-litellm-api-key: ${STRANGER}`])).toBe(401);
  });

  it('never reach the provider, under no name', async () => {
    const { key } = await createKey(edge().gateway);
    const lines = [
      `x-litellm-api-key: ${key}`,
      'authorization: Bearer sk-foreign-1',
      'x-api-key: sk-foreign-2',
      'api-key: sk-foreign-3',
      'x-goog-api-key: sk-foreign-4',
      'ocp-apim-subscription-key: sk-foreign-5',
      'proxy-authorization: Basic sk-foreign-6',
      'cookie: session=sk-foreign-7',
      'x-forwarded-authorization: sk-foreign-8',
      'anthropic-beta: none',
    ];
    for (const body of [bodyOf(), bodyOf({ model: 'c', max_tokens: 5 })]) {
      const answer = await ask(lines, CHAT, body);
      expect(answer.statuses).toEqual([200]);
      const sent = JSON.stringify(edge().upstream.requests.at(-1)?.rawHeaders);
      expect(sent).not.toMatch(/foreign/);
      expect(sent).not.toContain(key);
      expect(sent).toContain('sk-upstream');
    }
  });

  it('are looked for in no query, body or trailer', async () => {
    expect(await served([], `POST /v1/chat/completions?api_key=${master()}&key=${master()}`)).toBe(401);
    const chunked = `${CHAT} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n`;
    const body = bodyOf();
    const trailer = `authorization: Bearer ${master()}`;
    const answer = await edge().talk(
      `${chunked}transfer-encoding: chunked\r\ntrailer: authorization\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n${trailer}\r\n\r\n`,
    );
    expect(answer.statuses[0]).toBe(401);
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['none', []],
    ['an empty one', ['authorization: Bearer ']],
    ['one of another scheme', ['authorization: Digest username="x"']],
    ['one that is no key', ['authorization: Bearer not-a-key']],
    ['a hash of a key', [`authorization: Bearer ${'a'.repeat(64)}`]],
    ['a very long one', [`authorization: Bearer sk-${'x'.repeat(10_000)}`]],
  ])('(%s) are 401', async (_name, lines) => {
    expect(await served(lines)).toBe(401);
    expect(edge().reached).toBe(0);
  });
});
