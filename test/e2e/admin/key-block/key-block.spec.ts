import './200.cases.js';
import './404-and-422.cases.js';
