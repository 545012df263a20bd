const base = require('./jest.config.js');

/** `npm run test:clients`: what needs Python and the coding agents, which tools/test-clients.mjs brings. */
module.exports = { ...base, testRegex: '\\.client\\.ts$', testTimeout: 120_000 };
