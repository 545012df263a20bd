import './200.cases.js';
import './422.cases.js';
