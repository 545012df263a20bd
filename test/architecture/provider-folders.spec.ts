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

/** They own a wire: more of the dialect than its hosts serve, addresses by deployment, legacy completions, no wire at all (`mock`). */
const OWN_WIRE = ['openai', 'azure', 'text-completion-openai', 'mock'];
/** Who speaks OpenAI's chat completions: nothing of its own but what it is called and in what it differs from every other host. */
const COMPATIBLE = FOLDERS.filter(
  (folder) =>
    !OWN_WIRE.includes(folder) &&
    PROVIDERS.some(({ id, adapters }) => idsOf(folder).includes(id) && adapters.chat?.format.id === 'openai-chat'),
);

it('there are hosts of the dialect, each of them among the providers that name it as their wire', () => {
  expect(COMPATIBLE).toEqual(expect.arrayContaining(['mistral', 'azure-ai', 'groq', 'openai-compatible']));
  expect(COMPATIBLE.length).toBeGreaterThan(18);
});

it.each(COMPATIBLE)('%s, a host of the dialect, is one file of at most forty lines', (folder) => {
  const at = path.join(ROOT, folder);
  expect(readdirSync(at).filter((file) => !/^(index\.ts|__recordings__)$/.test(file))).toEqual([]);
  expect(readFileSync(path.join(at, 'index.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(LINES_MAX);
});
