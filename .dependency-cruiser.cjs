const { makeRules } = require('./tools/lib/import-rules.cjs');
const table = require('./tools/lib/import-table.json');

module.exports = {
  forbidden: makeRules(table),
  options: {
    doNotFollow: { path: ['node_modules', '/generated/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count: a type, too, ties two libs together.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
