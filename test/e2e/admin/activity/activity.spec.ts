import './200.cases.js';
import './many.cases.js';
