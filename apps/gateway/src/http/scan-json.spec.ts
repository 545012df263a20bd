import fc from 'fast-check';
import { scanJson } from './scan-json.js';

const governed = new Set(['model', 'stream']);
const scan = (text: string, depth = 32) => scanJson(Buffer.from(text), depth, governed);

describe('scanJson', () => {
  it('accepts any JSON value that is not too deep and whose members are its own', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const body = JSON.stringify({ payload: value, model: 'm' });
        expect(scan(body, 16)).toEqual({ ok: true });
      }),
    );
  });

  it('refuses nesting beyond the limit, and not one level earlier', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(scan(nested(32))).toEqual({ ok: true });
    expect(scan(nested(33))).toEqual({ ok: false, problem: 'too-deep' });
  });

  it('does not count brackets inside strings', () => {
    expect(scan(JSON.stringify({ model: '[['.repeat(100) + '\\"{{' }))).toEqual({ ok: true });
  });

  it('refuses a top-level member given twice, also when one is written with escapes', () => {
    expect(scan('{"model":"a","model":"b"}')).toMatchObject({ problem: 'duplicate-member', member: 'model' });
    expect(scan('{"model":"a","mod\\u0065l":"b"}')).toMatchObject({ problem: 'duplicate-member', member: 'model' });
  });

  it('allows the same member in different objects', () => {
    expect(scan('{"model":"a","x":{"model":"b","model2":{"model":1}}}')).toEqual({ ok: true });
  });

  it('refuses a governed member in other capitals', () => {
    expect(scan('{"Model":"a"}')).toMatchObject({ problem: 'shifted-member', member: 'Model' });
    expect(scan('{"Other":"a"}')).toEqual({ ok: true });
  });
});
