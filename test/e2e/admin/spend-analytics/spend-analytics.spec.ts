import './200.cases.js';
import './reset-and-texts.cases.js';
