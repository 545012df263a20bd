import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT } from '../../validation/field-kinds.js';
import { TABLE_NAMES } from '../audit.mapper.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';

const ACTIONS = ['created', 'updated', 'deleted', 'blocked', 'unblocked', 'rotated', 'collected'] as const;

/** LiteLLM's fields to sort by. */
export const AUDIT_SORTS = { updated_at: 'sequence', action: 'action', table_name: 'resource' } as const;
const SORT_NAMES = Object.keys(AUDIT_SORTS);

const text = { type: 'string' } as const;

/** Query of `GET /audit`. */
export class ListAuditQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Changes', 10)
  readonly page_size: number = 10;

  @Field(TEXT, { schema: text, description: 'Changes that this user called for; of a key without a user, its id.' })
  readonly actor_id?: string;

  @Field(TEXT, {
    schema: text,
    description: 'Changes that this user called for, and those for which the header litellm-changed-by named him.',
  })
  readonly changed_by?: string;

  @Field(TEXT, { schema: text, description: 'Changes with this key: its hash, or `litellm_proxy_master_key`.' })
  readonly changed_by_api_key?: string;

  @Field(choiceOf(ACTIONS), { schema: { type: 'string', enum: [...ACTIONS] }, description: 'What was done.' })
  readonly action?: (typeof ACTIONS)[number];

  @Field(choiceOf(TABLE_NAMES), {
    schema: { type: 'string', enum: [...TABLE_NAMES] },
    description: "Kind of object: `key`, `team` …, or the name of LiteLLM's table for it.",
  })
  readonly table_name?: string;

  @Field(TEXT, { schema: text, description: 'Changes of this object, by its own id.' })
  readonly object_id?: string;

  @Field(TEXT, { schema: text, description: 'Changes of objects of this team.' })
  readonly object_team_id?: string;

  @Field(TEXT, { schema: text, description: 'Changes of this key, also one that was deleted: its hash, or itself.' })
  readonly object_key_hash?: string;

  @Field(TEXT, { schema: text, description: 'First day or instant (UTC).' })
  readonly start_date?: string;

  @Field(TEXT, { schema: text, description: 'Last day, or the instant to stop before (UTC).' })
  readonly end_date?: string;

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: SORT_NAMES },
    description: 'Field to sort by; changes of the same kind are in their own order.',
  })
  readonly sort_by: keyof typeof AUDIT_SORTS = 'updated_at';

  @SortOrder('Oldest or newest change first.')
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
