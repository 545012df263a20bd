import type { Instant } from '@tollgate/kernel';
import type { BackgroundAnswer, DueAnswer } from './background-answer.js';

/** Where answers that are made in the background wait for their end. Every method rejects when the store is away. */
export abstract class BackgroundAnswerStore {
  /** Durable when it resolves. */
  abstract insert(answer: BackgroundAnswer, dueAt: Instant): Promise<void>;
  /** Those that are due, longest first, at most `limit`: nobody else is given them before `lentUntil`. */
  abstract claimDue(now: Instant, lentUntil: Instant, limit: number): Promise<readonly DueAnswer[]>;
  /** The same for the answer of one call, due or not; undefined: none waits, or somebody has it at this moment. */
  abstract claim(requestId: string, lentUntil: Instant): Promise<DueAnswer | undefined>;
  /** Asks for its end at that instant; without effect where none waits. */
  abstract setDue(requestId: string, dueAt: Instant): Promise<void>;
  /** Its end stands in the ledger. False: somebody has removed it before. */
  abstract remove(requestId: string): Promise<boolean>;
}
