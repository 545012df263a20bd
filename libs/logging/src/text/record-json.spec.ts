import type { CompletionRecord } from '@tollgate/canonical';
import { parseJson } from '@tollgate/kernel';
import { boundJson } from './bound-json.js';
import { makeWellFormed } from './make-well-formed.js';
import { toRecordJson, toTextsJson } from './record-json.js';

const record = (extra: object) =>
  ({ v: 1, requestId: 'r', costNano: '5', windows: [], ...extra }) as unknown as CompletionRecord;
const refused = /\\u0000|\\ud[89a-f]/i;

describe('makeWellFormed', () => {
  it('replaces NUL and lone surrogates and keeps pairs', () => {
    expect(makeWellFormed('a\0b\ud800c\udc00d𝄞', 100)).toBe('a\ufffdb\ufffdc\ufffdd𝄞');
  });

  it('cuts between characters, never past the bound', () => {
    for (let bytes = 0; bytes <= 12; bytes += 1) {
      const cut = makeWellFormed('ü𝄞ü𝄞', bytes);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
      expect('ü𝄞ü𝄞'.startsWith(cut)).toBe(true);
    }
  });
});

describe('toRecordJson', () => {
  it('writes an ordinary record as it is', () => {
    const plain = record({ userAgent: 'curl', requestMetadata: { a: [1, null, 'ü'] } });
    expect(toRecordJson(plain)).toBe(JSON.stringify(plain));
  });

  it('lets through nothing that PostgreSQL refuses, at any depth, in names and values', () => {
    const json = toRecordJson(
      record({ requestMetadata: { 'k\0': [{ deep: 'x\ud800', 'n\udfff': 'y\0' }] }, userAgent: 'a\0' }),
    );
    expect(json).not.toMatch(refused);
    expect(JSON.parse(json)).toMatchObject({
      userAgent: 'a\ufffd',
      requestMetadata: { 'k\ufffd': [{ deep: 'x\ufffd' }] },
    });
  });

  it.each([
    ['usual', ''],
    ['bounded', '\0'],
  ])('keeps a number that no double holds in a %s record', (_kind, userAgent) => {
    const requestMetadata = parseJson('{"id":12345678901234567890,"far":1e999999}');
    expect(toRecordJson(record({ requestMetadata, userAgent }))).toContain('{"id":12345678901234567890,"far":null}');
  });

  it.each(['\0', '\ud800', '\udc00'])('lets %j through nowhere, alone in a record as well', (character) => {
    expect(toRecordJson(record({ userAgent: `a${character}b` }))).toContain('a\ufffdb');
  });

  it('bounds what a client can make large and leaves out no window that money depends on', () => {
    const windows = Array.from({ length: 3_000 }, (_, index) => ({ scope: 'tag', id: `tag-${index}`, start: 0 }));
    const json = toRecordJson(
      record({ windows, userAgent: 'x'.repeat(1_000_000), requestMetadata: { a: 'y'.repeat(1_000_000), b: 1 } }),
    );
    expect(json.length).toBeLessThan(300_000);
    expect(JSON.parse(json)).toMatchObject({ windows, requestMetadata: { _truncated: true } });
  });

  it('leaves out no attempt, and no member of one, however large the rest is', () => {
    const attempts = Array.from({ length: 40 }, (_, index) => ({
      errorMessage: 'x'.repeat(2_000),
      costNano: String(index),
    }));
    const json = toRecordJson(record({ attempts, userAgent: 'x'.repeat(1_000_000) }));
    expect(JSON.parse(json)).toMatchObject({ attempts });
  });

  it('writes values that JSON lacks', () => {
    expect(JSON.parse(toRecordJson(record({ attempts: [{ costNano: 12n, took: Number.NaN }] })))).toMatchObject({
      attempts: [{ costNano: '12', took: null }],
    });
  });
});

describe('toTextsJson', () => {
  it('cuts prompt and answer past the bound and stays JSON', () => {
    const texts = {
      requestId: 'r',
      receivedAt: 1,
      audiences: ['log'],
      input: { messages: ['z'.repeat(5_000)] },
      output: 'a\0',
    };
    const json = toTextsJson(texts, 1_000);
    expect(json.length).toBeLessThan(1_500);
    expect(JSON.parse(json)).toMatchObject({ requestId: 'r', audiences: ['log'], output: 'a\ufffd' });
  });
});

describe('boundJson', () => {
  it('ends a structure without a bottom', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(JSON.stringify(boundJson(cycle, 1_000)).length).toBeLessThan(2_000);
  });

  it('does not let a member named __proto__ reach the prototype', () => {
    const bounded = boundJson(JSON.parse('{"__proto__":{"admin":true}}'), 1_000);
    expect(JSON.stringify(bounded)).toBe('{"__proto__":{"admin":true}}');
    expect((bounded as { admin?: boolean }).admin).toBeUndefined();
  });
});
