import type { GatewayError, GatewaySettings } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { CallerFacts } from './caller-facts.js';
import type { PipelineParts } from './pipeline-parts.js';
import { type Standing, standUnder } from './stand-under-labels.js';

type Labels = Pick<PipelineParts, 'labels'>;

const NOBODY: readonly string[] = [];
const NAMES_NOBODY = succeed<Standing>({ scopes: [] });

/**
 * What the names in a call stand for, out of memory: nothing is looked up, and nothing awaited, for a call that names nobody or only
 * whom others named lately. undefined: ask `findStanding`. 403 for a blocked customer, 422 where the operator's default budget is not there.
 */
export function peekStanding(
  { labels }: Labels,
  caller: CallerFacts,
  settings: GatewaySettings,
): Outcome<Standing, GatewayError> | undefined {
  if (caller.customerId === undefined && caller.tagOfAllIds.length === 0) return NAMES_NOBODY;
  const known = labels.peek(labelsOf(caller), defaultBudgetOf(caller, settings));
  return known === undefined ? undefined : standUnder(caller, known, settings);
}

/** The same, from the store for those who were not named lately. 503 when the store cannot say. */
export async function findStanding(
  { labels }: Labels,
  caller: CallerFacts,
  settings: GatewaySettings,
): Promise<Outcome<Standing, GatewayError>> {
  const found = await labels.find(labelsOf(caller), defaultBudgetOf(caller, settings));
  return found.ok ? standUnder(caller, found.value, settings) : fail(found.error);
}

/** Every id under which something may have been set for the call's customer. Of tags, nothing is set within a tenant. */
export function customersOf({ customerId, customerOfAllId }: CallerFacts): readonly string[] {
  return customerId === undefined || customerOfAllId === undefined ? NOBODY : [customerId, customerOfAllId];
}

function labelsOf(caller: CallerFacts): readonly string[] {
  return [...customersOf(caller), ...caller.tagOfAllIds];
}

function defaultBudgetOf({ customerId }: CallerFacts, { customerBudgetId }: GatewaySettings): string | undefined {
  return customerId === undefined ? undefined : customerBudgetId;
}
