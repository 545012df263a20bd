import type { UploadedFile } from '@tollgate/canonical';
import { encodeForm } from './encode-form.js';

const file = (more: Partial<UploadedFile> = {}): UploadedFile => ({
  field: 'file',
  filename: 'a.wav',
  mediaType: 'audio/wav',
  bytes: Buffer.from([0, 255, 13, 10]),
  ...more,
});
const text = (form: Uint8Array): string => Buffer.from(form).toString('latin1');

describe('encodeForm', () => {
  it('writes fields, lists and files as OpenAI’s SDKs do', () => {
    const { form, contentType } = encodeForm({ model: 'm', n: 2, include: ['a', 'b'], x: { y: 1 }, gone: null }, [
      file(),
    ]);
    const [, boundary = ''] = /^multipart\/form-data; boundary=(.+)$/.exec(contentType) ?? [];
    const part = (head: string, content: string): string => `--${boundary}\r\n${head}\r\n\r\n${content}\r\n`;
    const named = (name: string): string => `content-disposition: form-data; name="${name}"`;
    expect(text(form)).toBe(
      part(named('model'), 'm') +
        part(named('n'), '2') +
        part(named('include[]'), 'a') +
        part(named('include[]'), 'b') +
        part(named('x'), '{"y":1}') +
        part(`${named('file')}; filename="a.wav"\r\ncontent-type: audio/wav`, '\0\u00ff\r\n') +
        `--${boundary}--\r\n`,
    );
  });

  it('lets no name end its header', () => {
    const hostile = 'a"\r\nx-evil: 1\r\n\r\n--b.wav';
    const { form } = encodeForm({}, [file({ field: hostile, filename: hostile })]);
    expect(text(form)).not.toMatch(/\nx-evil/);
    expect(text(form)).toContain('filename="a%22%0D%0Ax-evil: 1%0D%0A%0D%0A--b.wav"');
  });

  it('is the same each time, and has another boundary for other content', () => {
    expect(encodeForm({ a: 'b' }, [file()])).toEqual(encodeForm({ a: 'b' }, [file()]));
    const others = [file({ bytes: Buffer.from('x') }), file({ filename: 'b' })].map((one) =>
      encodeForm({ a: 'b' }, [one]),
    );
    const types = [encodeForm({ a: 'b' }, [file()]), ...others, encodeForm({ a: 'c' }, [file()])];
    expect(new Set(types.map(({ contentType }) => contentType)).size).toBe(4);
  });
});
