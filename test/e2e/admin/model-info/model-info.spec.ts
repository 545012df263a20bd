import './200.cases.js';
import './400.cases.js';
