import { openSeal, sealForBlocks, sealForItem } from './reasoning-seal.js';

const ENCRYPTED = { encrypted: 'gAAAA:B_c-d=\n"', id: 'rs_0a-1' };

describe('a seal that travels in another dialect’s member', () => {
  it.each(['What I thought.', ''])('comes back as it was from a block with the text %p', (text) => {
    const { signature, redacted } = sealForBlocks(text, ENCRYPTED);
    expect(text === '' ? signature : redacted).toBeUndefined();
    expect(openSeal(signature ?? redacted)).toEqual(ENCRYPTED);
  });

  it('comes back without an id where it had none', () => {
    expect(openSeal(sealForBlocks('x', { encrypted: 'e' }).signature)).toEqual({ encrypted: 'e' });
  });

  it.each([{ signature: 'EqQB+/=é' }, { redacted: 'EmwK:Ahg\nB' }])('comes back as it was from an item: %j', (seal) => {
    expect(openSeal(sealForItem(seal))).toEqual(seal);
  });

  it('is left as it is in its own dialect, and opened by nobody', () => {
    expect(sealForBlocks('x', { signature: 'own' })).toEqual({ signature: 'own' });
    expect(sealForBlocks('', { redacted: 'own' })).toEqual({ redacted: 'own' });
    expect(sealForItem(ENCRYPTED)).toBe(ENCRYPTED.encrypted);
    for (const own of ['own', '', undefined, 'tollgate.seal.1:?', 'tollgate.seal.1:x:1:2'])
      expect(openSeal(own)).toBeUndefined();
  });

  it('is none where there is nothing to seal', () => {
    expect([sealForBlocks('x', {}), sealForItem({})]).toEqual([{}, undefined]);
  });
});
