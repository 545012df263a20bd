import { KNOWN_KEYS } from './known-keys.js';

describe('KNOWN_KEYS', () => {
  it.each(Object.entries(KNOWN_KEYS))(
    'says one thing of each key of %s, and why a fatal one is fatal',
    (_section, { served, unserved, fatal }) => {
      const all = [...served, ...unserved, ...Object.keys(fatal)];
      expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
      for (const reason of Object.values(fatal)) expect(reason.length).toBeGreaterThan(20);
    },
  );
});
