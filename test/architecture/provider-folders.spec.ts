import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROVIDERS } from '@tollgate/providers';

const ROOT = path.join(__dirname, '../../libs/providers/src');
const LINES_MAX = 40;

const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'tables')
  .map(({ name }) => name);
const idsOf = (folder: string): readonly string[] =>
  PROVIDERS.filter(({ id }) => id.replaceAll('_', '-').startsWith(folder)).map(({ id }) => id);

it.each(FOLDERS)('the folder %s holds a provider of the registry', (folder) => {
  expect(idsOf(folder)).not.toEqual([]);
});

it('every provider of the registry has a folder', () => {
  const housed = new Set(FOLDERS.flatMap(idsOf));
  expect(PROVIDERS.map(({ id }) => id).filter((id) => !housed.has(id))).toEqual([]);
});

const readIndex = (folder: string): string => readFileSync(path.join(ROOT, folder, 'index.ts'), 'utf8');
/** The dialect's own service serves more of it than its hosts do. */
const OWNER = 'openai';
/** Nothing of its own but what it is called and in what it differs: address, credential and wire are those of every host of the dialect. */
const COMPATIBLE = FOLDERS.filter(
  (folder) => folder !== OWNER && readIndex(folder).includes('chat: openaiChatOperation('),
);

it('there are hosts of the dialect', () => {
  expect(COMPATIBLE.length).toBeGreaterThan(10);
});

it.each(COMPATIBLE)('%s, a host of the dialect, is one file of at most forty lines', (folder) => {
  expect(readdirSync(path.join(ROOT, folder)).filter((file) => !/^(index\.ts|__recordings__)$/.test(file))).toEqual([]);
  expect(readIndex(folder).trimEnd().split('\n').length).toBeLessThanOrEqual(LINES_MAX);
});
