import type { BudgetEvent } from '@tollgate/callbacks';

type Member = keyof BudgetEvent;

/** Where each member of an event is kept: what writes and what reads events is made from it. */
const COLUMNS: Readonly<Record<Member, string>> = {
  id: 'id',
  createdAt: 'created_at',
  scope: 'scope',
  scopeId: 'scope_id',
  windowStart: 'window_start',
  windowEnd: 'window_end',
  budgetDuration: 'budget_duration',
  event: 'event',
  threshold: 'threshold',
  limitNano: 'limit_nano',
  spendNano: 'spend_nano',
  maxBudgetNano: 'max_budget_nano',
  softBudgetNano: 'soft_budget_nano',
  name: 'name',
  keyId: 'key_id',
  keyHash: 'key_hash',
  keyAlias: 'key_alias',
  userId: 'user_id',
  userEmail: 'user_email',
  teamId: 'team_id',
  teamAlias: 'team_alias',
  projectId: 'project_id',
  organizationId: 'organization_id',
  model: 'model',
};

/** Columns of an event under the names of its members, of a table called `f`. */
export const EVENT_MEMBERS = Object.entries(COLUMNS)
  .map(([member, column]) => `f.${column} AS "${member}"`)
  .join(', ');

export const EVENT_COLUMNS: readonly string[] = Object.values(COLUMNS);

/** As drivers give them: instants as dates, money as text or as integers. */
export type BudgetEventRow = {
  readonly [K in Member]: K extends 'createdAt' | 'windowStart'
    ? Date
    : K extends 'windowEnd'
      ? Date | null
      : K extends `${string}Nano`
        ? string | bigint | null
        : BudgetEvent[K];
};

export function toBudgetEvent(row: BudgetEventRow): BudgetEvent {
  const { createdAt, windowStart, windowEnd, limitNano, spendNano, maxBudgetNano, softBudgetNano, ...same } = row;
  return {
    ...same,
    createdAt: createdAt.getTime(),
    windowStart: windowStart.getTime(),
    windowEnd: windowEnd?.getTime() ?? null,
    limitNano: BigInt(limitNano ?? 0),
    spendNano: BigInt(spendNano ?? 0),
    maxBudgetNano: toNano(maxBudgetNano),
    softBudgetNano: toNano(softBudgetNano),
  };
}

/** As JSON for `json_populate_recordset`: by the columns' names. */
export function toEventColumns(event: BudgetEvent): Readonly<Record<string, unknown>> {
  const columns = Object.entries(COLUMNS) as [Member, string][];
  return Object.fromEntries(columns.map(([member, column]) => [column, written(member, event[member])]));
}

function written(member: Member, value: BudgetEvent[Member]): unknown {
  if (typeof value === 'bigint') return String(value);
  const isInstant = member === 'createdAt' || member === 'windowStart' || member === 'windowEnd';
  return isInstant && typeof value === 'number' ? new Date(value).toISOString() : value;
}

function toNano(text: string | bigint | null): bigint | null {
  return text === null ? null : BigInt(text);
}
