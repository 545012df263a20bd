export { compileSnapshot } from './compile/compile-snapshot.js';
export { SnapshotHolder } from './snapshot-holder.js';
export { SnapshotLoader, type TriedModel } from './snapshot-loader.js';
export { type KeptContents, SnapshotSource } from './snapshot-source.port.js';
export type { KeptCredential } from './compile/with-credential.js';
export type { KeptFault } from './compile/compile-kept.js';
export { findListedModel, listModels, type ModelsAt } from './list-models.js';
export { renderModel } from './render-model.js';
export { PriceBook } from './prices/price-book.js';
