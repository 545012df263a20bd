import type { RawAnswer } from '../../support/gateway/index.js';
import { BODY_BYTES_MAX, describeEdge } from './edge-gateway.js';

const LINE = 'POST /v1/audio/transcriptions';
const TYPE = { 'content-type': 'multipart/form-data; boundary=edge' };

const field = (name: string, value: string): string =>
  `--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (bytes: string, name = 'file'): string =>
  `--edge\r\ncontent-disposition: form-data; name="${name}"; filename="a.wav"\r\ncontent-type: audio/wav\r\n\r\n${bytes}\r\n`;
const formOf = (...parts: readonly string[]): string => `${parts.join('')}--edge--\r\n`;
const FORM = formOf(field('model', 'm'), file('RIFF'));

describeEdge('forms', (edge) => {
  const send = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
    edge().ask(LINE, { 'content-length': String(Buffer.byteLength(body, 'latin1')), ...TYPE, ...headers }, body);

  it('with a file are served', async () => {
    expect((await send(FORM)).statuses).toEqual([200]);
    expect(edge().upstream.requests.at(-1)?.body).toMatchObject({ model: 'm', file: { filename: 'a.wav', size: 4 } });
  });

  it.each([
    ['JSON', '{"model":"m"}', { 'content-type': 'application/json' }],
    ['a form of texts', 'model=m', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form without boundary', FORM, { 'content-type': 'multipart/form-data' }],
    ['another multipart', FORM, { 'content-type': 'multipart/mixed; boundary=edge' }],
    ['an encoded form', FORM, { 'content-encoding': 'gzip' }],
  ])('%s instead is 415', async (_name, body, headers) => {
    expect((await send(body, headers)).statuses).toEqual([415]);
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['a model twice', formOf(field('model', 'm'), field('model', 'c'), file('x'))],
    ['a model in capitals', formOf(field('MODEL', 'm'), file('x'))],
    ['a destination', formOf(field('model', 'm'), field('api_base', 'http://elsewhere'), file('x')), 401],
    ['two files', formOf(field('model', 'm'), file('x'), file('y'))],
    ['no file', formOf(field('model', 'm'))],
    ['no end', FORM.slice(0, -10)],
    ['a thousand parts', formOf(...Array.from({ length: 1_000 }, (_, at) => field(`f${String(at)}`, 'x')), file('x'))],
  ])('with %s are refused, and nothing is called', async (_name, body, status = 400) => {
    expect((await send(body)).statuses).toEqual([status]);
    expect(edge().reached).toBe(0);
  });

  it('are refused by their length alone where they are too large, before a byte is asked for', async () => {
    const headers = { 'content-length': String(BODY_BYTES_MAX + 1), expect: '100-continue' };
    expect((await send('', headers)).statuses).toEqual([413]);
  });

  it('are refused where they do not fit beside their copies, and give all of it back', async () => {
    // 0.6 MiB and twice as much again are more than the 1.5 MiB that this process may hold
    const large = formOf(field('model', 'm'), file('x'.repeat(0.6 * BODY_BYTES_MAX)));
    for (let round = 0; round < 3; round += 1) expect((await send(large)).statuses).toEqual([503]);
    const fits = formOf(field('model', 'm'), file('x'.repeat(0.4 * BODY_BYTES_MAX)));
    for (let round = 0; round < 3; round += 1) expect((await send(fits)).statuses).toEqual([200]);
    for (let round = 0; round < 20; round += 1) await send(formOf(field('model', 'm'), field('model', 'm')));
    expect((await send(fits)).statuses).toEqual([200]);
  });
});
