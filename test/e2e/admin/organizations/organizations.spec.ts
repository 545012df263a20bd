import './200.cases.js';
import './refused.cases.js';
