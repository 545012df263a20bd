import type { GatewayError, GatewaySettings } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { CallerFacts } from './caller-facts.js';
import type { PipelineParts } from './pipeline-parts.js';
import { type Standing, standUnder } from './stand-under-labels.js';

/**
 * What the names in a call stand for. The store is asked for names that were not named lately, and never by a call that names nobody.
 * 403 for a blocked customer, 422 where the operator's default budget is not there, 503 when the store cannot say.
 */
export async function findStanding(
  { labels }: Pick<PipelineParts, 'labels'>,
  caller: CallerFacts,
  settings: GatewaySettings,
): Promise<Outcome<Standing, GatewayError>> {
  const ids = [...customersOf(caller), ...caller.tagOfAllIds];
  if (ids.length === 0) return succeed({ scopes: [] });
  const budgetId = caller.customerId === undefined ? undefined : settings.customerBudgetId;
  const known = labels.peek(ids, budgetId);
  const found = known === undefined ? await labels.find(ids, budgetId) : succeed(known);
  return found.ok ? standUnder(caller, found.value, settings) : fail(found.error);
}

/** Every id under which something may have been set for the call's customer. Of tags, nothing is set within a tenant. */
export function customersOf({ customerId, customerOfAllId }: CallerFacts): readonly string[] {
  return [customerId, customerOfAllId].filter((id) => id !== undefined);
}
