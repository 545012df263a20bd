export { AlertReceiver, type ReceivedAlert } from './alert-receiver.js';
