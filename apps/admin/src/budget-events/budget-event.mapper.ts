import { type BudgetEvent, toWebhookEvent } from '@tollgate/callbacks';
import { toTime } from '../shown/to-time.js';

/** An event as `GET /budget/events` shows it: what a webhook is told, and when, of which window and at what share. */
export function toShownEvent(event: BudgetEvent): object {
  const { id, createdAt, scope, scopeId, threshold, windowStart, windowEnd, budgetDuration } = event;
  return {
    id,
    created_at: toTime(createdAt),
    scope,
    scope_id: scopeId,
    ...toWebhookEvent(event),
    threshold_percent: threshold,
    budget_duration: budgetDuration === '' ? null : budgetDuration,
    window_start: windowEnd === null ? null : toTime(windowStart),
    window_end: toTime(windowEnd),
  };
}
