import fc from 'fast-check';
import { checkFormHeaders, parseFormBody } from './parse-form-body.js';

const TYPE = 'multipart/form-data; boundary=edge';

interface Part {
  readonly head: string;
  readonly content: string | Buffer;
}

const field = (name: string, content: string | Buffer): Part => ({
  head: `Content-Disposition: form-data; name="${name}"`,
  content,
});
const file = (name: string, filename: string, content: string | Buffer, type = 'audio/wav'): Part => ({
  head: `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}`,
  content,
});

function form(parts: readonly Part[], end = '--edge--\r\n'): Buffer {
  const pieces = parts.flatMap(({ head, content }) => [
    Buffer.from(`--edge\r\n${head}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(end)]);
}

const parse = (...parts: readonly Part[]) => parseFormBody(form(parts), TYPE);

describe('parseFormBody', () => {
  it('gives fields as texts, lists by their brackets, and files apart', async () => {
    const parsed = await parse(
      field('model', 'whisper-1'),
      field('temperature', '0.2'),
      field('include[]', 'a'),
      field('include[]', 'b'),
      field('chunking_strategy[type]', 'server_vad'),
      file('file', 'ruby.wav', 'RIFF'),
    );
    expect(parsed.body).toEqual({
      model: 'whisper-1',
      temperature: '0.2',
      include: ['a', 'b'],
      'chunking_strategy[type]': 'server_vad',
    });
    expect(parsed.files).toEqual([
      { field: 'file', filename: 'ruby.wav', mediaType: 'audio/wav', bytes: Buffer.from('RIFF') },
    ]);
  });

  it('keeps every byte of a file, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (content) => {
        // only the boundary itself may not stand in it
        const parsed = await parse(file('file', 'x', Buffer.from(content)));
        expect(Buffer.from(parsed.files[0]?.bytes ?? []).equals(Buffer.from(content))).toBe(true);
      }),
      { numRuns: 100 },
    );
    const near = '\r\n--edg\r\n\r\n--edge';
    const parsed = await parse(file('file', 'x', near.slice(0, -8)));
    expect(Buffer.from(parsed.files[0]?.bytes ?? []).toString()).toBe(near.slice(0, -8));
  });

  it('trusts no name or type of a file', async () => {
    const parsed = await parse(
      file('file', '../../etc/passwd', 'x', 'text/html; charset="</script>"'),
      file('image', 'a'.repeat(1_000), 'y', 'no type at all'),
    );
    expect(
      parsed.files.map(({ filename, mediaType }) => [filename.length < 256 && !filename.includes('/'), mediaType]),
    ).toEqual([
      [true, 'text/html'],
      [true, 'application/octet-stream'],
    ]);
  });

  it.each<[string, readonly Part[], string]>([
    ['a field twice', [field('model', 'a'), field('model', 'b')], 'model'],
    ['a field and a list of the same name', [field('n', '1'), field('n[]', '2')], 'n[]'],
    ['a known field in other capitals', [field('Model', 'a')], 'Model'],
    ['a field that is no UTF-8', [field('prompt', Buffer.from([0xff, 0xfe]))], 'request_body'],
    ['a name that is none', [field('a b', 'x')], 'request_body'],
    ['the name __proto__', [field('__proto__', 'x')], 'request_body'],
    ['too many parts', Array.from({ length: 300 }, (_, index) => field(`f${String(index)}`, 'x')), 'request_body'],
  ])('refuses %s', async (_what, parts, param) => {
    await expect(parse(...parts)).rejects.toMatchObject({ code: 'invalid_request', status: 400, param });
  });

  it('refuses fields that are too large together', async () => {
    const parts = Array.from({ length: 5 }, (_, index) => field(`f${String(index)}`, 'x'.repeat(1024 * 1024)));
    await expect(parse(...parts)).rejects.toMatchObject({ code: 'body_too_large', status: 413 });
  });

  it.each([
    ['is cut off in a part', form([file('file', 'x', 'abc')], '').subarray(0, -4)],
    ['has no end', form([field('model', 'a')], '')],
    ['is none at all', Buffer.from('{"model":"a"}')],
    ['is empty', Buffer.alloc(0)],
  ])('refuses a form that %s', async (_what, bytes) => {
    await expect(parseFormBody(bytes, TYPE)).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
  });

  it('never hangs and never throws anything else, whatever the bytes', async () => {
    const piece = fc.oneof(
      fc.constantFrom('--edge', '\r\n', '\r\n\r\n', '--', 'Content-Disposition: form-data; name="a"', '; filename="b"'),
      fc.string({ maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        await parseFormBody(Buffer.from(pieces.join('')), TYPE).catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'GatewayError', status: 400 });
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('checkFormHeaders', () => {
  it.each([
    [{ 'content-type': 'application/json' }],
    [{}],
    [{ 'content-type': 'multipart/form-data' }],
    [{ 'content-type': 'multipart/mixed; boundary=x' }],
    [{ 'content-type': 'multipart/form-data; boundary=x', 'content-encoding': 'gzip' }],
  ])('refuses %j before the body is read', (headers) => {
    expect(() => checkFormHeaders(headers)).toThrow(expect.objectContaining({ status: 415 }) as Error);
  });

  it('takes a form', () => {
    expect(() => checkFormHeaders({ 'content-type': 'multipart/form-data; boundary=x' })).not.toThrow();
  });
});
