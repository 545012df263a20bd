import './200.cases.js';
import './422.cases.js';
import './selection.cases.js';
import './spend-order.cases.js';
