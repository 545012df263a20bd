import { gzipSync } from 'node:zlib';
import type { RawAnswer } from '../../support/gateway/index.js';
import { bodyOf, BODY_BYTES_MAX, CHAT, DEPTH_MAX, describeEdge, MESSAGES } from './edge-gateway.js';

describeEdge('bodies', (edge) => {
  const send = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
    edge().ask(CHAT, { 'content-length': String(body.length), ...headers }, body);
  const sent = (): string => edge().upstream.requests.at(-1)?.text ?? '';

  it.each([
    ['gzip', gzipSync(bodyOf()).toString('latin1'), { 'content-encoding': 'gzip' }],
    ['deflate, named in capitals', bodyOf(), { 'content-encoding': 'DEFLATE' }],
    ['six encodings', bodyOf(), { 'content-encoding': 'gzip, gzip, gzip, gzip, gzip, gzip' }],
    ['an encoding behind none', bodyOf(), { 'content-encoding': 'identity, gzip' }],
    ['a form', 'model=m', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart', bodyOf(), { 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text', bodyOf(), { 'content-type': 'text/plain' }],
    ['JSON in another type’s parameter', bodyOf(), { 'content-type': 'text/plain; x=application/json' }],
    ['a type that begins like JSON', bodyOf(), { 'content-type': 'application/jsonp' }],
    ['two types', bodyOf(), { 'content-type': 'application/json, text/plain' }],
    ['two types in two headers', bodyOf(), { 'content-type': 'application/json', 'Content-Type': 'text/plain' }],
    ['another charset', bodyOf(), { 'content-type': 'application/json; charset=utf-16' }],
    ['another charset in quotes', bodyOf(), { 'content-type': 'application/json; charset="latin1"' }],
  ])('that are not plain JSON (%s) are 415', async (_name, body, headers) => {
    expect((await send(body, headers)).statuses).toEqual([415]);
    expect(edge().reached).toBe(0);
  });

  it('of a megabyte reach the admin, and more is 413 before it is read', async () => {
    const make = (bytes: number): Promise<RawAnswer> => {
      // a member that nobody reads: all settings of a key have a smaller bound
      const body = JSON.stringify({ nobody_reads: 'x'.repeat(bytes) });
      const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
      return edge().ask('POST /key/generate', headers, body);
    };
    expect((await make(1_000_000)).statuses).toEqual([200]);
    expect((await make(1_100_000)).statuses).toEqual([413]);
  });

  it.each([
    ['as JSON', { 'content-type': 'application/json' }],
    ['as JSON in UTF-8', { 'content-type': 'Application/JSON; charset="UTF-8"' }],
    ['as a kind of JSON', { 'content-type': 'application/vnd.api+json' }],
    ['not encoded', { 'content-encoding': 'identity' }],
  ])('named %s are served', async (_name, headers) => {
    expect((await send(bodyOf(), headers)).statuses).toEqual([200]);
  });

  it.each([
    ['a broken sequence', 'Ã('],
    ['a lone continuation', '\u0080'],
    ['an overlong slash', '\u00c0\u00af'],
    ['a surrogate', '\u00ed\u00a0\u0080'],
    ['a cut character at the end', '\u00e2\u0082'],
    ['a byte order mark of UTF-16', '\u00ff\u00fe'],
  ])('that are no UTF-8 (%s) are 400', async (_name, bytes) => {
    const answer = await send(bodyOf().replace('Hello!', bytes.replace('Ã', '\u00c3')));
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).toContain('UTF-8');
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['model', '{"model":"m","model":"n","messages":[]}', /twice/],
    ['model, once with an escape', '{"model":"m","\\u006dodel":"n","messages":[]}', /twice/],
    ['a member that nobody governs', '{"model":"m","x":1,"messages":[],"x":2}', /twice/],
    ['the empty name', '{"model":"m","":1,"messages":[],"":2}', /twice/],
    ['__proto__', '{"model":"m","__proto__":{},"messages":[],"__proto__":{}}', /twice/],
  ])('with %s twice are 400', async (_name, body, says) => {
    const answer = await send(body);
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).toMatch(says);
    expect(edge().reached).toBe(0);
  });

  it.each(['Model', 'MODEL', 'Stream', 'MAX_TOKENS', 'Max_Completion_Tokens', 'N', 'Tools', 'sTREAM', 'Api_Base'])(
    'that write a governed member as %s are 400',
    async (name) => {
      const answer = await send(bodyOf({ [name]: 1 }));
      expect(answer.statuses).toEqual([400]);
      expect(answer.text).toContain(`'${name.toLowerCase()}'`);
      expect(edge().reached).toBe(0);
    },
  );

  it.each(['\\u017ftream', 'to\\u006f\\u006cS', '\\u017ftore'])(
    'that write a governed member as only some parsers read it (%s) are 400',
    async (name) => {
      expect((await send(bodyOf().replace('{', `{"${name}":true,`))).statuses).toEqual([400]);
      expect(edge().reached).toBe(0);
    },
  );

  it('are written anew: each governed member once, in its own spelling, and nothing of the client’s writing', async () => {
    const body =
      '{ "mod\\u0065l" :\t"m",\r\n"messages":[{"role":"user","content":"Hello!"}], "max_\\u0074okens":7, "__proto__":{"stream":true,"n":9},"temperature":1.50e0 }';
    expect((await send(body)).statuses).toEqual([200]);
    expect(sent()).not.toMatch(/\\u00|\s"|__proto__|stream/);
    for (const name of ['model', 'max_tokens', 'max_completion_tokens'])
      expect(sent().split(`"${name}"`).length).toBeLessThanOrEqual(2);
    expect(JSON.parse(sent())).toMatchObject({ model: 'm', temperature: 1.5 });
  });

  it.each([
    ['nothing', ''],
    ['white space', '  '],
    ['an array', '[1]'],
    ['a string', '"x"'],
    ['null', 'null'],
    ['half an object', '{"model": '],
    ['two objects', `${bodyOf()}{}`],
    ['a comma too many', '{"model":"m",}'],
    ['a comment', '{"model":"m"/* */}'],
    ['NaN', '{"model":"m","temperature":NaN}'],
    ['a byte order mark', `\u00ef\u00bb\u00bf${bodyOf()}`],
  ])('that are no JSON object (%s) are 400', async (_name, body) => {
    expect((await send(body)).statuses).toEqual([400]);
    expect(edge().reached).toBe(0);
  });

  it('may be nested as deep as the limit and no deeper', async () => {
    const nested = (depth: number): string => bodyOf({ metadata: 0 }).replace('0', nestedObject(depth - 1));
    expect((await send(nested(DEPTH_MAX))).statuses).toEqual([200]);
    edge().mark();
    const answer = await send(nested(DEPTH_MAX + 1));
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).toContain('nested deeper');
    expect(edge().reached).toBe(0);
  });

  it('are refused for their depth before they are parsed, also where they are no JSON', async () => {
    const answer = await send(`{"model":"m","x":${'['.repeat(400_000)}`);
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).toContain('nested deeper');
  });

  it('may have as many bytes as the limit and no more', async () => {
    expect((await send(bodyOf({}, BODY_BYTES_MAX))).statuses).toEqual([200]);
    edge().mark();
    expect((await send(bodyOf({}, BODY_BYTES_MAX + 1))).statuses).toEqual([413]);
    expect(edge().reached).toBe(0);
  });

  it('in chunks are held to the same limit', async () => {
    const chunked = (size: number): string => {
      const body = bodyOf({}, size);
      return `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    };
    const talk = (size: number): Promise<RawAnswer> =>
      edge().talk(
        `${CHAT} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${edge().gateway.masterKey}\r\n` +
          `content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunked(size)}`,
      );
    expect((await talk(BODY_BYTES_MAX)).statuses).toEqual([200]);
    expect((await talk(BODY_BYTES_MAX + 1)).statuses).toEqual([413]);
  });

  it('with more members or values than any request has are refused before they are parsed', async () => {
    const members = Array.from({ length: 1_001 }, (_, index) => [`m${String(index)}`, 1]);
    expect((await send(bodyOf(Object.fromEntries(members)))).statuses).toEqual([400]);
    expect(
      (await send(`{"model":"m","messages":${JSON.stringify(MESSAGES)},"x":[${'1,'.repeat(20_000)}1]}`)).statuses,
    ).toEqual([503]);
    expect(edge().reached).toBe(0);
  });
});

function nestedObject(depth: number): string {
  return `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
}
