import { keptResponse } from '@tollgate/formats';
import { bearsContent, type Begins } from './answer-stream.js';

export const beginsWithContent: Begins = (chunks) => chunks.some(bearsContent);

/**
 * Of an answer that is made to its end without its call: it has begun where its provider says which it is. Whoever asked again would have
 * a second one made beside it, and whoever knows which it is can ask for its end.
 */
export const beginsWithId: Begins = (chunks) => beginsWithContent(chunks) || keptResponse([chunks]) !== undefined;
