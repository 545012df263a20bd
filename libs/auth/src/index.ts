export { KeyStore } from './key-store.port.js';
export { EpochSource, type EpochChange } from './epoch-source.port.js';
