const { writeFileSync } = require('node:fs');

/** Writes `N passed, N failed` into the file that TALLY_FILE names; a suite that could not run counts as one failure. */
module.exports = class TallyReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.TALLY_FILE;
    if (file === undefined || file === '') return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(file, `${results.numPassedTests} passed, ${failed} failed\n`);
  }
};
