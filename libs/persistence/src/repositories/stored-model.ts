import type { KeptModel } from '@tollgate/config';
import type { Instant, JsonObject, Outcome } from '@tollgate/kernel';

/** A model that is kept in the store, as an administrator sees it: its secrets are not in it. */
export interface StoredModel {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly blocked: boolean;
  /** `litellm_params` as they may be shown. */
  readonly shownParams: JsonObject;
  /** `model_info`, likewise. */
  readonly shownInfo: JsonObject;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

/** What a change makes of a model, or why it is refused; asked within the transaction, where nothing else can change. */
export type ChangeModel<Refusal> = (before: KeptModel) => Outcome<KeptModel, Refusal>;

export type ModelProblem = 'id_taken' | 'unknown_team';
