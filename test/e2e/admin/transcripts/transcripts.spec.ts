import './key-forms.cases.js';
import './key-generate-defaults-and-errors.cases.js';
import './key-lifecycle.cases.js';
