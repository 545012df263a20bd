/** `node -r this-file script.ts`: runs the project's TypeScript in a child process as Jest runs it, through swc. */
const { transformFileSync } = require('@swc/core');
const { existsSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

const root = join(__dirname, '..', '..', '..');
const options = {
  swcrc: false,
  module: { type: 'commonjs' },
  jsc: {
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
  },
};

Module._extensions['.ts'] = (module, filename) => module._compile(transformFileSync(filename, options).code, filename);

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function resolve(request, parent, ...rest) {
  const lib = /^@(tollgate|apps)\/([a-z-]+)$/.exec(request);
  if (lib !== null) return join(root, lib[1] === 'apps' ? 'apps' : 'libs', lib[2], 'src', 'index.ts');
  const source =
    parent !== undefined && parent !== null && request.startsWith('.')
      ? join(parent.path, request.replace(/\.js$/, '') + '.ts')
      : '';
  return existsSync(source) ? source : resolveFilename.call(this, request, parent, ...rest);
};
