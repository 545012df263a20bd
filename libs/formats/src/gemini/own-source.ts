import type { FormatId } from '@tollgate/canonical';
import { sourcesOf } from '../sources-of.js';

export const FORMAT: FormatId = 'gemini';

/** Values written in this dialect; null: what it came from is written elsewhere already (one value of it may be two canonical ones). */
export const { ownSource, writtenHere } = sourcesOf(FORMAT);
