/** Tests and the contract suites that stand beside a port. */
const spec = '\\.(?:spec|contract)\\.ts$';

/** dependency-cruiser's rules, made from import-table.json. */
function makeRules(table) {
  return [
    ...generalRules,
    ...surfaceRules,
    ...Object.entries(table.libs).map(([lib, allowed]) => libRule(lib, allowed)),
    ...Object.entries(table.apps).flatMap(([app, allowed]) => appRules(app, allowed)),
    ...pureRules(table),
    ...table.packages.map((row) => packageRule(row, table.pure)),
  ];
}

const generalRules = [
  forbid('no-cycles', 'two files that import each other are one file', {}, { circular: true }),
  forbid('no-unresolvable', 'the import leads nowhere', {}, { couldNotResolve: true }),
  forbid(
    'no-tests-in-product',
    'the product runs without its tests and tools',
    { path: '^(apps|libs)/', pathNot: spec },
    { path: [spec, '^(test|bench|tools)/'] },
  ),
  forbid(
    'no-dev-dependencies',
    'what the product runs with is a dependency of its own, not a dev dependency and not one of a dependency',
    { path: '^(apps|libs)/', pathNot: spec },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'outbound-http',
    'providers, sinks and tests of deployments are reached through libs/upstream only',
    { path: '^libs/', pathNot: [spec, '^libs/(upstream|persistence|redis)/'] },
    { path: '^(node:)?(http|https|http2|net|tls|dgram)$', dependencyTypesNot: ['type-only'] },
  ),
];

const surfaceRules = [
  forbid(
    'lib-surface',
    'a lib is imported as @tollgate/<lib>: its index.ts lists what others may use',
    { path: '^libs/([^/]+)/' },
    { path: '^libs/(?!$1/)[^/]+/(?!src/index\\.ts$)' },
  ),
  forbid(
    'lib-surface-from-apps',
    'a lib is imported as @tollgate/<lib>: its index.ts lists what others may use',
    { path: '^apps/' },
    { path: '^libs/[^/]+/(?!src/index\\.ts$)' },
  ),
  forbid(
    'app-surface',
    'an app is imported as @apps/<app>',
    { path: '^apps/([^/]+)/' },
    { path: '^apps/(?!$1/)[^/]+/(?!src/index\\.ts$)' },
  ),
  forbid('libs-know-no-app', 'arrows point inward: no lib imports an app', { path: '^libs/' }, { path: '^apps/' }),
];

function libRule(lib, allowed) {
  return forbid(
    `lib-${lib}`,
    `${lib} may import ${listOf(allowed)} (docs/architecture.md 3)`,
    { path: `^libs/${lib}/`, pathNot: spec },
    { path: `^libs/(?!(${[lib, ...allowed].join('|')})/)` },
  );
}

function appRules(app, allowed) {
  if (allowed === 'everything') return [];
  return [
    forbid(
      `app-${app}`,
      `${app} may import ${listOf(allowed)} (docs/architecture.md 3)`,
      { path: `^apps/${app}/`, pathNot: spec },
      { path: `^libs/(?!(${allowed.join('|')})/)` },
    ),
    forbid(
      `app-${app}-alone`,
      'apps meet in apps/cli only',
      { path: `^apps/${app}/`, pathNot: spec },
      { path: `^apps/(?!${app}/)` },
    ),
  ];
}

/** Pure code does no I/O: of Node's modules only those that compute. A pure folder of a stage sees canonical, not its stage. */
function pureRules({ pure, pureFolders, impureFiles, pureBuiltins }) {
  const places = [...pure.map((lib) => `^libs/${lib}/`), ...pureFolders.map((folder) => `^${folder}/`)];
  const exempt = [spec, ...impureFiles.map((file) => `^${escape(file)}$`)];
  const computing = `^(node:)?(${pureBuiltins.join('|')})$`;
  return [
    forbid(
      'pure-without-io',
      `pure code may use of Node's modules only ${listOf(pureBuiltins)}`,
      { path: places, pathNot: exempt },
      { dependencyTypes: ['core'], pathNot: computing },
    ),
    ...pureFolders.map((folder) =>
      forbid(
        `pure-folder-${folder.replace(/^libs\/|src\//g, '').replace('/', '-')}`,
        'this folder is pure: it imports kernel and canonical, and nothing of the stage around it',
        { path: `^${folder}/`, pathNot: spec },
        { path: '^(libs|apps)/', pathNot: [`^${folder}/`, '^libs/(kernel|canonical)/'] },
      ),
    ),
  ];
}

function packageRule({ packages, from, moduleFiles = false, reason }, pure) {
  const names = packages.map(escape).join('|');
  const home = from.map((place) => `^${place}/`);
  const moduleFile = `^libs/(?!(${pure.join('|')})/)(?<lib>[^/]+)/src/\\k<lib>\\.module\\.ts$`;
  return forbid(
    `package-${packages[0].replace(/^@/, '').replace('/', '-')}`,
    `${reason}: ${packages.join(', ')} may be imported from ${from.join(', ')}${moduleFiles ? ' and <lib>.module.ts' : ''} only`,
    { path: '^(apps|libs)/', pathNot: [spec, ...home, ...(moduleFiles ? [moduleFile] : [])] },
    { path: `(^|node_modules/)(@types/)?(${names})(/|$)` },
  );
}

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

function listOf(names) {
  return names.length === 0 ? 'no other lib' : names.join(', ');
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

module.exports = { makeRules };
