import './200.cases.js';
import './400.cases.js';
import './404.cases.js';
import './422.cases.js';
