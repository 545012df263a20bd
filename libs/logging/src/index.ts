export { Journal } from './journal.port.js';
export { toRecordJson, toTextsJson } from './text/record-json.js';
export { LedgerWriter, type LedgerLine } from './ledger-writer.port.js';
export { FileJournal, type FileJournalOptions } from './journal/file-journal.js';
export { type JournalFeed } from './journal/journal-feed.js';
export { BatchSender } from './shipping/batch-sender.js';
export { Shipper, type ShipperOptions } from './shipping/shipper.js';
export { StoreUnavailable, isStoreUnavailable } from './shipping/store-unavailable.js';
export { recoverJournals, type Recovery } from './recovery/recover-journals.js';
