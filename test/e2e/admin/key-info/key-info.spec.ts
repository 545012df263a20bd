import './200.cases.js';
import './404.cases.js';
import './422.cases.js';
import './own-id.cases.js';
