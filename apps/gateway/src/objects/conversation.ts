import type { BridgedResponse } from '@tollgate/dispatch';

/** The conversation, kept by the gateway, that a request goes on from. */
export interface Conversation {
  readonly previous: BridgedResponse;
  /** How many of the request's items are the conversation's: the rest is its own input. */
  readonly items: number;
  /** Gives its bytes back to the process's budget. */
  readonly release: () => void;
}
