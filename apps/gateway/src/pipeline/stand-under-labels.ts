import type { FoundLabels } from '@tollgate/auth';
import type { GatewayError, GatewaySettings, HeldLimits, Label, LabelKind, LimitedScope } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { CallerFacts } from './caller-facts.js';
import { customerBlocked, customerBudgetMissing, customerUnknown } from './customer-refusals.js';

/** What a call stands under by the names in it. */
export interface Standing {
  /** Scopes that the names add: spend is summed for each, limited or not. */
  readonly scopes: readonly LimitedScope[];
  /** `eu` or `us`: where the call's customer may be answered. */
  readonly region?: string;
  /** Model of a customer whose wish cannot be answered in its region. */
  readonly defaultModel?: string;
  /** Models of the call's tags, a list for each tag that has one: what is asked for has to be in all of them. */
  readonly tagModels?: readonly (readonly string[])[];
}

type Defaults = Pick<GatewaySettings, 'maxCustomerBudget' | 'customerBudgetId' | 'refusesUnknownCustomers'>;

/**
 * The scopes of a call's customer and tags: the tenant's own, and beside a customer of its own the one that an administrator made for
 * all tenants, each with its limits. A customer for which nothing was set, under neither, has the operator's default.
 */
export function standUnder(
  caller: CallerFacts,
  found: FoundLabels,
  defaults: Defaults,
): Outcome<Standing, GatewayError> {
  const customer = customerStanding(caller, found, defaults);
  if (!customer.ok) return customer;
  const ofAll = caller.tagOfAllIds.flatMap((id) => found.labels.get(id) ?? []);
  const tagModels = ofAll.flatMap(({ models }) => (models === undefined ? [] : [models]));
  return succeed({
    ...customer.value,
    scopes: [...customer.value.scopes, ...tagScopes(caller, found.labels)],
    ...(tagModels.length > 0 && { tagModels }),
  });
}

/** Each tag within the tenant, which nobody limits, and beside it the one of all tenants where there is one. */
function tagScopes({ tags, tagIds, tagOfAllIds }: CallerFacts, labels: FoundLabels['labels']): readonly LimitedScope[] {
  return tags.flatMap((name, index) => {
    const own = toScope('tag', tagIds[index] ?? '', name, undefined);
    const ofAll = labels.get(tagOfAllIds[index] ?? '');
    return ofAll === undefined ? [own] : [own, toScope('tag', ofAll.id, name, ofAll)];
  });
}

function customerStanding(
  { customer: name, customerId: ownId, customerOfAllId: ofAllId }: CallerFacts,
  { labels, budget }: FoundLabels,
  { maxCustomerBudget, customerBudgetId, refusesUnknownCustomers }: Defaults,
): Outcome<Standing, GatewayError> {
  if (name === undefined || ownId === undefined || ofAllId === undefined) return succeed({ scopes: [] });
  const [own, ofAll] = [labels.get(ownId), labels.get(ofAllId)];
  if (own?.blocked === true || ofAll?.blocked === true) return fail(customerBlocked(name));
  // a tenant's own customer is made by the calls that name it
  if (refusesUnknownCustomers === true && ofAll === undefined) return fail(customerUnknown(name));
  const limited = own?.limited === true || ofAll?.limited === true;
  if (!limited && customerBudgetId !== undefined && budget === undefined)
    return fail(customerBudgetMissing(customerBudgetId));
  const scopes = [
    toScope('customer', ownId, name, own),
    ...(ofAll === undefined ? [] : [toScope('customer', ofAllId, name, ofAll)]),
  ];
  const region = ofAll?.allowedRegion ?? own?.allowedRegion;
  const defaultModel = ofAll?.defaultModel ?? own?.defaultModel;
  return succeed({
    scopes: withDefaults(scopes, limited ? NOTHING : (budget ?? NOTHING), maxCustomerBudget),
    ...(region !== undefined && { region }),
    ...(defaultModel !== undefined && { defaultModel }),
  });
}

function toScope(scope: LabelKind, id: string, name: string, label: Label | undefined): LimitedScope {
  const models = label?.modelLimits;
  return { scope, id, name, limits: label?.limits ?? {}, ...(models !== undefined && { models }) };
}

const NOTHING: HeldLimits = { limits: {} };

/** Defaults count over all tenants where the customer is one of all, else within its own. */
function withDefaults(
  scopes: readonly LimitedScope[],
  { limits: budget, models }: HeldLimits,
  maxBudget: bigint | undefined,
): readonly LimitedScope[] {
  const hasMoney = budget.maxBudget !== undefined || scopes.some(({ limits }) => limits.maxBudget !== undefined);
  const defaults = hasMoney || maxBudget === undefined ? budget : { ...budget, maxBudget };
  return scopes.map((scope, index) => {
    if (index !== scopes.length - 1) return scope;
    return { ...scope, limits: { ...scope.limits, ...defaults }, ...(models !== undefined && { models }) };
  });
}
