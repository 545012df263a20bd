export { Journal } from './journal.port.js';
export { LedgerWriter, type LedgerLine } from './ledger-writer.port.js';
