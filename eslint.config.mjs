import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { banRules, environmentAccess, everywhere, impurity, product } from './tools/lib/banned-apis.mjs';
import importTable from './tools/lib/import-table.json' with { type: 'json' };

const unusedByName = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true };
const specs = ['**/*.{spec,contract}.ts', 'test/**/*.ts', 'bench/**/*.ts'];
const pure = [
  ...importTable.pure.map((lib) => `libs/${lib}/src/**/*.ts`),
  ...importTable.pureFolders.map((folder) => `${folder}/**/*.ts`),
];

export default defineConfig(
  {
    ignores: ['node_modules/', 'dist/', 'data/', '.cache/', 'coverage/', 'libs/persistence/src/generated/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unusedByName],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Ports and interfaces are asynchronous also where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // `== null` is the short word for null or undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      ...banRules(everywhere, product, environmentAccess),
    },
  },
  { files: ['libs/config/src/environment.ts'], rules: banRules(everywhere, product) },
  { files: ['apps/cli/src/print.ts'], rules: banRules(everywhere, environmentAccess) },
  { files: pure, ignores: importTable.impureFiles, rules: banRules(everywhere, product, environmentAccess, impurity) },
  {
    files: specs,
    rules: {
      ...banRules(everywhere),
      // Tests look into answers of JSON.parse and of SDKs: a wrong guess fails the test.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    // Prisma's tool asks for a default export and reads the address where its own documents say.
    files: ['prisma.config.ts'],
    rules: banRules(),
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: readonly(Object.getOwnPropertyNames(globalThis)) },
    rules: { 'no-unused-vars': ['error', unusedByName], eqeqeq: 'error' },
  },
  {
    files: ['**/*.{cjs,js}'],
    languageOptions: { sourceType: 'commonjs', globals: readonly(['module', 'require', '__dirname']) },
  },
);

function readonly(names) {
  return Object.fromEntries(names.map((name) => [name, 'readonly']));
}
