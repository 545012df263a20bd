import './200.cases.js';
import './canary.cases.js';
import './hub.cases.js';
import './metrics.cases.js';
import './redirected.cases.js';
import './refused.cases.js';
import './test-connection-modes.cases.js';
import './test-connection.cases.js';
