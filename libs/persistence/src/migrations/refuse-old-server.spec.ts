import { refuseOldServer } from './refuse-old-server.js';

describe('the version of a PostgreSQL server', () => {
  it.each([140_000, 140_005, 180_004])('%d is taken', (version) => {
    expect(refuseOldServer(version)).toBeUndefined();
  });

  it.each([
    [130_022, 'PostgreSQL 13'],
    [90_603, 'PostgreSQL 9'],
  ])('%d is refused in a message that says what to do', (version, named) => {
    expect(refuseOldServer(version)?.message).toMatch(new RegExp(`^${named} is too old: 14 .* DATABASE_URL`));
  });
});
