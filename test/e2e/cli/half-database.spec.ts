import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Gateway, makeDataFolder, removeDataFolder } from '../../support/gateway/index.js';
import { type CommandRun, runToEnd } from './run-to-end.js';

jest.setTimeout(180_000);

const NOBODY = 65_534;

let folder: string;
beforeEach(() => {
  folder = makeDataFolder();
});
afterEach(() => removeDataFolder(folder));

const inFolder = (...parts: string[]): string => join(folder, ...parts);

/** As PostgreSQL's user has it, with one file in it. */
function makeDatabaseFolder(file: string): void {
  const data = inFolder('postgresql', 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, file), '');
  if (process.getuid?.() === 0) chownSync(data, NOBODY, NOBODY);
}

/** One message that names the file and what mends it, no stack trace, exit code 1, and soon. */
function expectRefusal(run: CommandRun, message: RegExp): void {
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
}

describe('a data folder with half a database is refused in one message', () => {
  const start = (): Promise<CommandRun> => runToEnd(['--data-dir', folder, '--port', '0']);

  it('whose password is gone', async () => {
    makeDatabaseFolder('PG_VERSION');
    expectRefusal(
      await start(),
      /^tollgate: the password of the embedded database is gone \(.*password\): put that file/,
    );
  });

  it('whose password is another', async () => {
    const gateway = await Gateway.start({ dataFolder: folder });
    await gateway.stop();
    writeFileSync(inFolder('postgresql', 'password'), 'another\n');
    expectRefusal(await start(), /does not take the password in the file beside it/);
    expect(gateway.embeddedDatabasePid).toBeUndefined();
  });

  it('in which something else stands', async () => {
    makeDatabaseFolder('notes');
    expectRefusal(await start(), /postgresql\/data is not empty and holds no database: put/);
  });
});
