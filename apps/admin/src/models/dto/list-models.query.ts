import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

/** LiteLLM's fields to sort by. Models of the configuration have one status and no dates: those leave them in its order. */
const SORT_NAMES = ['model_name', 'costs', 'status', 'created_at', 'updated_at'] as const;

const text = { type: 'string' } as const;
const SIZE_MAX = 1000;

/** Query of `GET /v2/model/info`. */
export class ListModelsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Models', 50, SIZE_MAX)
  readonly size: number = 50;

  @Field(TEXT, { schema: text, description: 'Models whose public name contains this text, in any case.' })
  readonly search?: string;

  @Field(TEXT, { schema: text, description: 'Models with this public name.' })
  readonly model?: string;

  @Field(TEXT, { schema: text, description: 'The model with this id.' })
  readonly modelId?: string;

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: [...SORT_NAMES] },
    description: 'Field to sort by; the order of the configuration without.',
  })
  readonly sort_by?: (typeof SORT_NAMES)[number];

  @Field(choiceOf(['asc', 'desc']), {
    schema: { type: 'string', enum: ['asc', 'desc'], default: 'asc' },
    description: 'Direction.',
  })
  readonly sort_order: 'asc' | 'desc' = 'asc';
}
