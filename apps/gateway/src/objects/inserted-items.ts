import type { JsonObject } from '@tollgate/kernel';

/** Items that a request named by their ids, and that the gateway keeps. */
export interface InsertedItems {
  /** The body as it would be if its client had sent them. */
  readonly body: JsonObject;
  /** Gives their bytes back to the process's budget. */
  readonly release: () => void;
}
