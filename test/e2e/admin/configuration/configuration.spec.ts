import './fallbacks.cases.js';
import './not-served.cases.js';
import './settings.cases.js';
