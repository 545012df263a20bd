import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../start-error.js';
import { databaseFolder, type Elsewhere } from './database-location.js';

describe('where the database of a data folder is', () => {
  let root: string;
  let dataFolder: string;
  let elsewhere: Elsewhere;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tollgate-location-'));
    dataFolder = makeFolder('clone/data');
    elsewhere = { parent: join(root, 'lib'), isNeeded: () => true };
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function makeFolder(name: string): string {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  const refusal = (folder: string): string => {
    try {
      databaseFolder(folder, elsewhere);
    } catch (error) {
      expect(error).toBeInstanceOf(StartError);
      return (error as StartError).message;
    }
    throw new Error('it was not refused');
  };

  it('is in it, where it can be, and nothing is noted', () => {
    const inside = { ...elsewhere, isNeeded: () => false };
    expect(databaseFolder(dataFolder, inside)).toBe(join(dataFolder, 'postgresql'));
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  it('is elsewhere, where it cannot, and the same at every start', () => {
    const folder = databaseFolder(dataFolder, elsewhere);
    expect(folder.startsWith(join(root, 'lib', 'data-'))).toBe(true);
    expect(databaseFolder(dataFolder, elsewhere)).toBe(folder);
  });

  it('stays the same when the data folder is moved, renamed, or moved to where it could have been inside', () => {
    const folder = databaseFolder(dataFolder, elsewhere);
    renameSync(join(root, 'clone'), join(root, 'renamed'));
    const moved = join(root, 'renamed', 'data');
    expect(databaseFolder(moved, elsewhere)).toBe(folder);
    expect(databaseFolder(moved, { ...elsewhere, isNeeded: () => false })).toBe(folder);
  });

  it('is another one for a new data folder at the old place', () => {
    const folder = databaseFolder(dataFolder, elsewhere);
    renameSync(join(root, 'clone'), join(root, 'renamed'));
    expect(databaseFolder(makeFolder('clone/data'), elsewhere)).not.toBe(folder);
    expect(databaseFolder(join(root, 'renamed', 'data'), elsewhere)).toBe(folder);
  });

  it('is taken over from before it was noted', () => {
    const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
    const old = makeFolder(`lib/data-${name}`);
    expect(databaseFolder(dataFolder, elsewhere)).toBe(old);
    expect(readFileSync(join(dataFolder, 'database-location'), 'utf8')).toBe(`${old}\n`);
  });

  it('is missed where it is gone, and made anew only when that is asked for', () => {
    const folder = databaseFolder(dataFolder, elsewhere);
    rmSync(folder, { recursive: true });
    expect(refusal(dataFolder)).toMatch(/and that is gone: put it back, or delete .*database-location to start/);
    rmSync(join(dataFolder, 'database-location'));
    expect(databaseFolder(dataFolder, elsewhere)).not.toBe(folder);
  });

  it('is not shared with a copy of the data folder', () => {
    databaseFolder(dataFolder, elsewhere);
    const copy = join(root, 'copy');
    cpSync(dataFolder, copy, { recursive: true });
    expect(refusal(copy)).toContain(`this data folder is a copy of ${dataFolder}`);
    rmSync(join(copy, 'database-location'));
    expect(databaseFolder(copy, elsewhere)).not.toBe(databaseFolder(dataFolder, elsewhere));
  });

  it('is nowhere that only the file in the data folder says', () => {
    for (const place of [makeFolder('lib/others'), makeFolder('home/data-1'), '/etc', 'data-1', '']) {
      writeFileSync(join(dataFolder, 'database-location'), `${place}\n`);
      expect(refusal(dataFolder)).toContain('which no start of Tollgate has written');
    }
  });

  it('is not left for an empty one when the folders above it were closed', () => {
    makeFolder('clone/data/postgresql/data');
    writeFileSync(join(dataFolder, 'postgresql', 'data', 'PG_VERSION'), '18\n');
    expect(refusal(dataFolder)).toMatch(/PostgreSQL cannot get any more.*chmod o\+x/);
  });
});
