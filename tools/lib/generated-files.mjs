// Committed files that are made from code. `npm run check` fails when one is not current; `npm run generate` writes them.
// A row: the file, the module under dist/ (or of tools/) that makes it, and the module's function (or async function) that returns the text.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from './paths.mjs';

export const generatedFiles = [
  { file: '.env.example', module: 'libs/config/src/environment/render-env-example.js', export: 'renderEnvExample' },
  {
    file: 'docs/providers.md',
    module: 'libs/providers/src/tables/render-provider-table.js',
    export: 'renderProviderTable',
  },
  {
    file: 'docs/parameters.md',
    module: 'libs/providers/src/tables/render-parameter-table.js',
    export: 'renderParameterTable',
  },
  { file: 'docs/permissions.md', module: 'libs/auth/src/policy/render-permissions.js', export: 'renderPermissions' },
  {
    file: 'docs/translation.md',
    module: 'tools/lib/render-translation-table.mjs',
    export: 'renderTranslationTable',
  },
];

/** The files whose text differs from what their generator makes now. */
export async function staleFiles() {
  const made = await makeAll();
  return made.filter(({ file, text }) => readOrEmpty(file) !== text).map(({ file }) => file);
}

export async function writeGeneratedFiles() {
  for (const { file, text } of await makeAll()) writeFileSync(fromRoot(file), text);
}

function makeAll() {
  return Promise.all(
    generatedFiles.map(async ({ file, module, export: name }) => {
      const exports = await import(
        pathToFileURL(module.startsWith('tools/') ? fromRoot(module) : fromRoot('dist', module)).href
      );
      return { file, text: await exports[name]() };
    }),
  );
}

function readOrEmpty(file) {
  try {
    return readFileSync(fromRoot(file), 'utf8');
  } catch {
    return '';
  }
}
