export { ManualClock } from './manual-clock.js';
export { ManualTicker } from './manual-ticker.js';
export { settled } from './settled.js';
