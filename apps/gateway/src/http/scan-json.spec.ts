import fc from 'fast-check';
import { type JsonLimits, scanJson } from './scan-json.js';

const LIMITS = { depthMax: 32, valuesMax: 100_000, membersMax: 10 };
const scan = (text: string, limits: Partial<JsonLimits> = {}) => scanJson(Buffer.from(text), { ...LIMITS, ...limits });

describe('scanJson', () => {
  it('accepts any JSON value that is not too deep and whose members are its own', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const body = JSON.stringify({ payload: value, model: 'm' });
        expect(scan(body, { depthMax: 16 })).toMatchObject({ ok: true });
      }),
    );
  });

  it('refuses nesting beyond the limit, and not one level earlier', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(scan(nested(32))).toMatchObject({ ok: true });
    expect(scan(nested(33))).toEqual({ ok: false, problem: 'too-deep' });
  });

  it('does not count brackets inside strings', () => {
    expect(scan(JSON.stringify({ model: '[['.repeat(100) + '\\"{{' }))).toMatchObject({ ok: true });
  });

  it('refuses a top-level member given twice, also when one is written with escapes', () => {
    expect(scan('{"model":"a","model":"b"}')).toMatchObject({ problem: 'duplicate-member', member: 'model' });
    expect(scan('{"model":"a","mod\\u0065l":"b"}')).toMatchObject({ problem: 'duplicate-member', member: 'model' });
  });

  it('allows the same member in different objects', () => {
    expect(scan('{"model":"a","x":{"model":"b","model2":{"model":1}}}')).toMatchObject({ ok: true });
  });

  it('refuses a governed member in other capitals', () => {
    expect(scan('{"Model":"a"}')).toMatchObject({ problem: 'shifted-member', member: 'Model' });
    expect(scan('{"Other":"a"}')).toMatchObject({ ok: true });
  });

  it.each(['ſtream', '\\u017ftream', 'STREAM', 'Model', 'MODEL'])(
    'refuses %s, which some parser takes for a governed member',
    (member) => {
      expect(scan(`{"${member}":1}`)).toMatchObject({ ok: false, problem: 'shifted-member' });
    },
  );

  it('counts no fewer values than there are, and refuses one more than the limit', () => {
    expect(scan('{"a":[1,{},[]],"b":"x,y"}')).toEqual({ ok: true, values: 8 });
    expect(scan(`[${'1,'.repeat(8)}1]`, { valuesMax: 10 })).toEqual({ ok: true, values: 10 });
    expect(scan(`[${'1,'.repeat(9)}1]`, { valuesMax: 10 })).toEqual({ ok: false, problem: 'too-many-values' });
    expect(scan('[{"a":[[[[]]]]}]', { valuesMax: 5 })).toEqual({ ok: false, problem: 'too-many-values' });
  });

  it('refuses more members of the top level than the limit', () => {
    const members = (count: number) => `{${Array.from({ length: count }, (_, i) => `"m${i}":{"x":1}`).join(',')}}`;
    expect(scan(members(10))).toMatchObject({ ok: true });
    expect(scan(members(11))).toEqual({ ok: false, problem: 'too-many-members' });
  });
});
