import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.js';
import { isReachableByAll, serverUserFor } from './unprivileged.js';

const DATA = '/somewhere/postgresql/data';

describe('the user whom PostgreSQL runs as', () => {
  it.each([
    ['the same', 'an ordinary user', undefined, 33, {}],
    ['the same', 'the owner of the database', { uid: 33, gid: 33 }, 33, {}],
    ['nobody', 'root, for a new database', undefined, 0, { uid: 65_534, gid: 65_534 }],
    ['its owner', 'root, for the database of an ordinary user', { uid: 33, gid: 34 }, 0, { uid: 33, gid: 34 }],
    ['the same', 'a system without such users', { uid: 0, gid: 0 }, undefined, {}],
  ])('is %s for %s', (_user, _case, owner, own, expected) => {
    expect(serverUserFor(DATA, owner, own)).toEqual(expected);
  });

  it.each([
    ["another's, for an ordinary user", { uid: 65_534, gid: 65_534 }, 33, /another user \(uid 65534\).*chown -R 33 /],
    ["root's, whoever starts as root", { uid: 0, gid: 0 }, 0, /belongs to root, as whom PostgreSQL does not run/],
  ])('is nobody for a database that is %s', (_case, owner, own, message) => {
    const ask = (): unknown => serverUserFor(DATA, owner, own);
    expect(ask).toThrow(StartError);
    expect(ask).toThrow(message);
  });
});

describe('a folder that everybody can reach', () => {
  let root: string;
  beforeEach(() => {
    // not in TMPDIR, which may itself be closed
    root = mkdtempSync('/tmp/tollgate-reachable-');
    chmodSync(root, 0o755);
    for (const name of ['open', 'closed']) mkdirSync(join(root, name, 'inside'), { recursive: true });
    chmodSync(join(root, 'closed'), 0o700);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('has no closed one above it', () => {
    expect(isReachableByAll(join(root, 'open', 'inside'))).toBe(true);
    expect(isReachableByAll(join(root, 'closed', 'inside'))).toBe(false);
  });

  it('is judged by where it really stands, not by the link that leads there', () => {
    symlinkSync(join(root, 'closed'), join(root, 'open', 'to-closed'));
    symlinkSync(join(root, 'open'), join(root, 'closed', 'to-open'));
    expect(isReachableByAll(join(root, 'open', 'to-closed', 'inside'))).toBe(false);
    expect(isReachableByAll(join(root, 'closed', 'to-open', 'inside'))).toBe(false);
  });
});
