import type { FoundLabels } from '@tollgate/auth';
import type { GatewayError, GatewaySettings, Label, LimitedScope, ScopeLimits } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { CallerFacts } from './caller-facts.js';
import { customerBlocked, customerBudgetMissing } from './customer-refusals.js';

/** What a call stands under by the names in it. */
export interface Standing {
  /** Scopes that the names add: spend is summed for each, limited or not. */
  readonly scopes: readonly LimitedScope[];
  /** `eu` or `us`: where the call's customer may be answered. */
  readonly region?: string;
  /** Model of a customer whose wish cannot be answered in its region. */
  readonly defaultModel?: string;
}

type Defaults = Pick<GatewaySettings, 'maxCustomerBudget' | 'customerBudgetId'>;

/**
 * The scopes of a call's customer and tags: the tenant's own, and beside a customer of its own the one that an administrator made for
 * all tenants, each with its limits. A customer for which nothing was set, under neither, has the operator's default.
 */
export function standUnder(
  caller: CallerFacts,
  found: FoundLabels,
  defaults: Defaults,
): Outcome<Standing, GatewayError> {
  const tags = caller.tagIds.map((id): LimitedScope => ({ scope: 'tag', id, limits: {} }));
  const customer = customerStanding(caller, found, defaults);
  if (!customer.ok) return customer;
  return succeed({ ...customer.value, scopes: [...customer.value.scopes, ...tags] });
}

function customerStanding(
  { customer: name, customerId: ownId, customerOfAllId: ofAllId }: CallerFacts,
  { labels, budget }: FoundLabels,
  { maxCustomerBudget, customerBudgetId }: Defaults,
): Outcome<Standing, GatewayError> {
  if (name === undefined || ownId === undefined || ofAllId === undefined) return succeed({ scopes: [] });
  const [own, ofAll] = [labels.get(ownId), labels.get(ofAllId)];
  if (own?.blocked === true || ofAll?.blocked === true) return fail(customerBlocked(name));
  const limited = own?.limited === true || ofAll?.limited === true;
  if (!limited && customerBudgetId !== undefined && budget === undefined)
    return fail(customerBudgetMissing(customerBudgetId));
  const scopes = [toScope(ownId, name, own), ...(ofAll === undefined ? [] : [toScope(ofAllId, name, ofAll)])];
  const region = ofAll?.allowedRegion ?? own?.allowedRegion;
  const defaultModel = ofAll?.defaultModel ?? own?.defaultModel;
  return succeed({
    scopes: withDefaults(scopes, limited ? {} : (budget ?? {}), maxCustomerBudget),
    ...(region !== undefined && { region }),
    ...(defaultModel !== undefined && { defaultModel }),
  });
}

function toScope(id: string, name: string, label: Label | undefined): LimitedScope {
  return { scope: 'customer', id, name, limits: label?.limits ?? {} };
}

/** Defaults count over all tenants where the customer is one of all, else within its own. */
function withDefaults(
  scopes: readonly LimitedScope[],
  budget: ScopeLimits,
  maxBudget: bigint | undefined,
): readonly LimitedScope[] {
  const hasMoney = budget.maxBudget !== undefined || scopes.some(({ limits }) => limits.maxBudget !== undefined);
  const defaults = hasMoney || maxBudget === undefined ? budget : { ...budget, maxBudget };
  return scopes.map((scope, index) =>
    index === scopes.length - 1 ? { ...scope, limits: { ...scope.limits, ...defaults } } : scope,
  );
}
