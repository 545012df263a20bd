import { hashPassword, isPassword } from './password-hash.js';

describe('a stored password', () => {
  it('is told from every other, and by no one from what is stored', async () => {
    const stored = await hashPassword('correct horse');
    expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[0-9a-f]{32}\$[0-9a-f]{64}$/);
    expect(await isPassword('correct horse', stored)).toBe(true);
    for (const other of ['correct hors', 'Correct horse', '', stored])
      expect(await isPassword(other, stored)).toBe(false);
    expect(await hashPassword('correct horse')).not.toBe(stored);
  });

  it('is the same however a keyboard composes its characters', async () => {
    expect(await isPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true);
  });

  it('that is not there is nobody’s, whatever is said', async () => {
    for (const guess of ['', 'guess']) expect(await isPassword(guess, undefined)).toBe(false);
  });
});
