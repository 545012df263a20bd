import { bodyOf, byExpress, describeEdge } from './edge-gateway.js';

describeEdge('targets', (edge) => {
  it('are Express’ where the data plane has no prefix, which the mark on its answers shows', async () => {
    const answer = await edge().ask('POST /nowhere', {}, bodyOf());
    expect(answer.statuses).toEqual([404]);
    expect(byExpress(answer)).toBe(true);
  });

  it('are Express’ beneath a prefix for the one admin route that LiteLLM has there, and for its one method', async () => {
    const answer = await edge().ask('GET /v1/model/info?litellm_model_id=none');
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).toContain('{"detail":{"error":"Model id = none not found on litellm proxy"}}');
    expect(byExpress(answer)).toBe(true);
    expect(byExpress(await edge().ask('POST /v1/model/info', {}, bodyOf()))).toBe(false);
  });

  const CHAT_LIKE: readonly (readonly [name: string, target: string])[] = [
    ['absolute form', 'http://127.0.0.1/v1/chat/completions'],
    ['absolute form of another host', 'https://example.com/v1/chat/completions'],
    ['a double slash before', '//v1/chat/completions'],
    ['a double slash within', '/v1//chat/completions'],
    ['a double slash and a host', '//example.com/v1/chat/completions'],
    ['a dot segment', '/v1/./chat/completions'],
    ['a double dot segment', '/v1/models/../chat/completions'],
    ['a double dot segment out of the admin’s', '/key/../v1/chat/completions'],
    ['an encoded dot segment', '/v1/models/%2e%2e/chat/completions'],
    ['an encoded slash', '/v1%2fchat/completions'],
    ['an encoded slash in capitals', '/v1/chat%2Fcompletions'],
    ['an encoded backslash', '/v1%5cchat/completions'],
    ['a backslash', '/v1\\chat\\completions'],
    ['a fragment', '/v1/chat/completions#x'],
    ['an encoded letter in the prefix', '/%76%31/chat/completions'],
    ['a letter encoded twice in the prefix', '/%2576%2531/chat/completions'],
    ['an encoded letter behind the prefix', '/v1/%63hat/completions'],
    ['capitals', '/V1/Chat/Completions'],
    ['a trailing slash', '/v1/chat/completions/'],
    ['a trailing dot', '/v1/chat/completions.'],
    ['a parameter', '/v1;a=b/chat/completions'],
    ['a parameter at the end', '/v1/chat/completions;a'],
    ['an encoded end', '/v1/chat/completions%00'],
    ['an encoded question mark', '/v1/chat/completions%3Fx=1'],
    ['an encoding that is none', '/v1/%zz'],
    ['no path but a query', '/v1?/chat/completions'],
    ['what is not there', '/v1/nothing'],
    ['what is not there, without v1', '/chat/nothing'],
    ['a bare prefix', '/v1'],
  ];
  it.each(CHAT_LIKE)('are 404 with %s, here and not at Express', async (_name, target) => {
    const answer = await edge().ask(`POST ${target}`, {}, bodyOf());
    expect(answer.statuses).toEqual([404]);
    expect(byExpress(answer)).toBe(false);
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['without a slash', 'POST v1/chat/completions'],
    ['beyond ASCII', 'POST /v1/ché'],
    ['with a control character', 'POST /v1/\u0001'],
  ])('that are none (%s) are 400', async (_name, line) => {
    expect((await edge().ask(line, {}, bodyOf())).statuses).toEqual([400]);
    expect(edge().reached).toBe(0);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'QUERY', 'PROPFIND'])(
    'of a POST route are 405 for %s, with what is allowed',
    async (method) => {
      const answer = await edge().ask(`${method} /v1/chat/completions`);
      expect(answer.statuses).toEqual([405]);
      expect(answer.text).toMatch(/^allow: POST\r$/m);
      expect(byExpress(answer)).toBe(false);
      expect(edge().reached).toBe(0);
    },
  );

  it('of the server as a whole are 404', async () => {
    expect((await edge().ask('OPTIONS *')).statuses).toEqual([404]);
  });

  it('are not changed by what other headers say of method or path', async () => {
    const headers = {
      'x-http-method-override': 'POST',
      'x-original-url': '/v1/chat/completions',
      'x-rewrite-url': '/v1/chat/completions',
      host: '127.0.0.1/v1/chat/completions?',
    };
    const answer = await edge().ask('GET /v1/models', headers, '');
    expect(answer.statuses).toEqual([200]);
    expect(answer.text).toContain('"object":"list"');
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['as they are', '/v1/models/m', 200],
    ['with an encoded letter, once', '/v1/models/%6d', 200],
    ['with a query behind', '/v1/models/m?x=%2F..%00', 200],
    ['encoded twice', '/v1/models/%256d', 404],
    ['with an encoded slash, as SDKs send it', '/v1/models/openai%2Fm', 200],
    ['with an encoded dot segment', '/v1/models/..%2Fm', 404],
    ['with an empty part', '/v1/models/a%2F%2Fm', 404],
    ['with a leading slash', '/v1/models/%2Fm', 404],
    ['with a dot segment encoded twice', '/v1/models/%252e%252e%252fm', 404],
    ['with a backslash', '/v1/models/a%5Cm', 404],
    ['with a NUL', '/v1/models/m%00', 404],
    ['with a line break', '/v1/models/m%0d%0ax', 404],
    ['in another script', '/v1/models/%E2%84%AA', 404],
    ['with half a character', '/v1/models/%C3', 404],
    ['empty', '/v1/models/', 404],
  ])('name models %s: %s', async (_name, target, status) => {
    const answer = await edge().ask(`GET ${target}`);
    expect(answer.statuses).toEqual([status]);
    // not even looked for among the models
    expect(answer.text.includes('There is no such route.')).toBe(status === 404);
    expect(byExpress(answer)).toBe(false);
  });

  it.each([
    ['PUT /v1/messages', 405],
    ['POST /v1/messages/nothing', 404],
  ])('beneath Anthropic’s are refused in its dialect: %s', async (line, status) => {
    const { statuses, text } = await edge().ask(line);
    expect(statuses).toEqual([status]);
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ type: 'error', error: {} });
  });
});
