import { SealedBox } from './sealed-box.js';

const PLACE = ['table', 'row', 'team', 't1'];
const TEXT = 'My account is 4711 — ünïcode 🙂';

describe('a sealed box', () => {
  const box = new SealedBox('the-operators-salt');

  it('gives its text back in its own place, also to another process with the same secret', async () => {
    const sealed = await box.seal(TEXT, PLACE);
    expect(await box.open(sealed, PLACE)).toBe(TEXT);
    expect(await new SealedBox('the-operators-salt').open(sealed, PLACE)).toBe(TEXT);
  });

  it('shows nothing of its text, and never the same bytes for the same text', async () => {
    const [one, two] = [await box.seal(TEXT, PLACE), await box.seal(TEXT, PLACE)];
    expect(one.includes('4711')).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  it('does not open in another place', async () => {
    const sealed = await box.seal(TEXT, PLACE);
    for (const place of [
      ['table', 'other', 'team', 't1'],
      ['table', 'row', 'team', 't2'],
      ['table', 'row,team', 't1'],
    ])
      expect(await box.open(sealed, place)).toBeUndefined();
  });

  it('does not open with another secret', async () => {
    expect(await new SealedBox('another').open(await box.seal(TEXT, PLACE), PLACE)).toBeUndefined();
  });

  it('does not open once a byte of it was changed or cut off', async () => {
    const sealed = await box.seal(TEXT, PLACE);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, await box.open(changed, PLACE)]).toEqual([at, undefined]);
    }
    for (const length of [0, 1, 28, sealed.length - 1])
      expect(await box.open(sealed.subarray(0, length), PLACE)).toBeUndefined();
  });
});
