export { arbitraryBody } from './arbitrary-body.js';
export { arbitraryConfig } from './arbitrary-config.js';
export { arbitraryKeySettings } from './arbitrary-key-settings.js';
export { arbitraryRequest } from './arbitrary-request.js';
export { fuzz } from './fuzz.js';
