export { type CompiledSnapshot, type SnapshotInput, compileSnapshot } from './compile/compile-snapshot.js';
export { SnapshotHolder } from './snapshot-holder.js';
export { SnapshotSource } from './snapshot-source.port.js';
export { type ListedModel, findListedModel, listModels } from './list-models.js';
export { renderModel } from './render-model.js';
export { PriceBook } from './prices/price-book.js';
