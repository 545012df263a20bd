export { ConnectSpy } from './connect-spy.js';
