import { sourcesOf } from '../sources-of.js';

/** Values written in this dialect. */
export const { ownSource, writtenHere } = sourcesOf('openai-chat');
