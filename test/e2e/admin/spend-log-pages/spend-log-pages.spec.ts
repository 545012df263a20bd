import './200.cases.js';
import './400-and-422.cases.js';
import './order.cases.js';
