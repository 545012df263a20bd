import './200.cases.js';
import './keys-shown.cases.js';
import './members.cases.js';
import './pages.cases.js';
import './refused.cases.js';
