import type { FormatId } from '@tollgate/canonical';
import { sourcesOf } from '../sources-of.js';

export const FORMAT: FormatId = 'anthropic-messages';

/** Values written in this dialect. */
export const { ownSource, writtenHere } = sourcesOf(FORMAT);
