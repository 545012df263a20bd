import './200.cases.js';
import './encryption.cases.js';
