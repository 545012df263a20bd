import type { BridgedResponse } from '@tollgate/dispatch';
import type { ByteBudget } from '../http/byte-budget.js';
import { noRoom } from '../http/read-body.js';

/** What a conversation takes in memory for each byte of its JSON: two as hexadecimal text of the driver, then its bytes, decrypted, parsed. */
const COPIES = 5;

/** Takes the memory of a conversation from the process's budget for bodies; what it returns gives it back. Throws 503 where there is none. */
export function takeConversationMemory(
  budget: ByteBudget,
  { conversationBytes }: Pick<BridgedResponse, 'conversationBytes'>,
): () => void {
  const bytes = conversationBytes * COPIES;
  if (!budget.take(bytes)) throw noRoom();
  return () => budget.give(bytes);
}
