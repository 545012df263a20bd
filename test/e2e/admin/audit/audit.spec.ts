import './200.cases.js';
import './of-keys.cases.js';
