export { ollamaChatUpstream } from './upstream.js';
