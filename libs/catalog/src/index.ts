export { compileSnapshot } from './compile/compile-snapshot.js';
export { SnapshotHolder } from './snapshot-holder.js';
export { findListedModel, listModels, type ModelsAt } from './list-models.js';
export { renderModel } from './render-model.js';
export { PriceBook } from './prices/price-book.js';
