import { sourcesOf } from '../sources-of.js';

/** The dialect of this folder. */
export const FORMAT = 'openai-responses';

/** Values written in this dialect. */
export const { ownSource, writtenHere } = sourcesOf(FORMAT);
