import './history.cases.js';
import './services.cases.js';
