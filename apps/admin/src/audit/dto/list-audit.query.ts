import { Field } from '../../validation/field.decorator.js';
import { choiceOf, integerBetween, TEXT } from '../../validation/field-kinds.js';

const ACTIONS = ['created', 'updated', 'deleted', 'blocked', 'unblocked', 'rotated'] as const;

const text = { type: 'string' } as const;

/** Query of `GET /audit`. */
export class ListAuditQuery {
  @Field(integerBetween(1, 1_000_000), {
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Page, from 1.',
  })
  readonly page: number = 1;

  @Field(integerBetween(1, 100), {
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
    description: 'Changes per page.',
  })
  readonly page_size: number = 10;

  @Field(TEXT, { schema: text, description: 'Changes by this user, or by whom the header litellm-changed-by named.' })
  readonly changed_by?: string;

  @Field(TEXT, { schema: text, description: 'Changes with this key: its hash, or `litellm_proxy_master_key`.' })
  readonly changed_by_api_key?: string;

  @Field(choiceOf(ACTIONS), { schema: { type: 'string', enum: [...ACTIONS] }, description: 'What was done.' })
  readonly action?: (typeof ACTIONS)[number];

  @Field(TEXT, { schema: text, description: "Kind of object: `key`, `team` …, or the name of LiteLLM's table for it." })
  readonly table_name?: string;

  @Field(TEXT, { schema: text, description: 'Changes of this object, by its own id.' })
  readonly object_id?: string;

  @Field(TEXT, { schema: text, description: 'Changes of objects of this team.' })
  readonly object_team_id?: string;

  @Field(TEXT, { schema: text, description: 'First day or instant (UTC).' })
  readonly start_date?: string;

  @Field(TEXT, { schema: text, description: 'Last day, or the instant to stop before (UTC).' })
  readonly end_date?: string;

  @Field(choiceOf(['asc', 'desc']), {
    schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
    description: 'Oldest or newest change first.',
  })
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
