import type { CounterRef, Principal, ScopeName } from '@tollgate/canonical';
import { formatUsd } from '@tollgate/kernel';

/** LiteLLM's descriptors of its rate limiter, in 429 texts and `x-ratelimit-<descriptor>-…` headers. */
const DESCRIPTORS: Readonly<Record<ScopeName, string>> = {
  key: 'api_key',
  user: 'user',
  team: 'team',
  team_member: 'team_member',
  project: 'project',
  organization: 'organization',
  organization_member: 'organization_member',
  customer: 'end_user',
  tag: 'tag',
  model_per_key: 'model_per_key',
  model_per_user: 'model_per_user',
  model_per_team: 'model_per_team',
  model_per_team_member: 'model_per_team_member',
  model_per_project: 'model_per_project',
  model_per_organization: 'model_per_organization',
  model_per_organization_member: 'model_per_organization_member',
  model_per_customer: 'model_per_end_user',
  model_per_tag: 'model_per_tag',
  model: 'model',
  provider: 'provider',
  deployment: 'deployment',
  global: 'global',
};

/** LiteLLM's `rate_limit_type` of a counter. */
export const RATE_TYPES: Readonly<Record<Exclude<CounterRef['kind'], 'money'>, string>> = {
  requests: 'requests',
  tokens: 'tokens',
  concurrency: 'max_parallel_requests',
};

export function rateDescriptor(scope: ScopeName): string {
  return DESCRIPTORS[scope];
}

/**
 * How a refusal names the holder of a limit. LiteLLM shows a key's hash here; that is no text for everyone, so the masked
 * secret stands in its place.
 */
export function holderName(principal: Principal, counter: CounterRef): string {
  switch (counter.scope) {
    case 'key':
      // one that the caller's was made with is not his to see
      return counter.id === principal.keyId ? (principal.keyName ?? principal.keyAlias ?? principal.keyId) : counter.id;
    case 'model_per_key':
      return `${holderName(principal, keyOf(principal, counter))}${counter.id.slice(principal.keyId.length)}`;
    case 'user':
      return principal.userId ?? counter.id;
    case 'team':
      return principal.teamId ?? counter.id;
    case 'team_member':
      return `${principal.userId ?? counter.id}:${principal.teamId ?? ''}`;
    case 'organization_member':
      return `${principal.userId ?? counter.id}:${principal.organizationId ?? ''}`;
    default:
      return counter.name ?? counter.id;
  }
}

/**
 * The text of a spent budget: recordings "key budget spent" and "team budget and limits"; the other scopes by the catalogue in
 * litellm-admin-api 17.
 */
export function budgetText(principal: Principal, counter: CounterRef, spent: bigint): string {
  const cost = formatUsd(spent);
  const limit = formatUsd(counter.limit);
  const amounts = `Current cost: ${cost}, Max budget: ${limit}`;
  const name = holderName(principal, counter);
  switch (counter.scope) {
    case 'key':
      return `Budget has been exceeded! Key=${keyAlias(principal, counter)} (${name}) ${amounts}`;
    case 'user':
      return `ExceededBudget: User=${name} over budget. Spend=${cost}, Budget=${limit}`;
    case 'model_per_key': {
      const model = counter.id.slice(principal.keyId.length + 1);
      const own = keyOf(principal, counter);
      const alias = own.id === principal.keyId ? (principal.keyAlias ?? 'None') : keyAlias(principal, own);
      const holder = `LiteLLM Virtual Key: ${holderName(principal, own)}, key_alias: ${alias}`;
      return `${holder}, exceeded budget for model=${model}. ${amounts}`;
    }
    case 'global':
      return `Budget has been exceeded! ${amounts}`;
    default:
      return `Budget has been exceeded! ${BUDGET_LABELS[counter.scope]}=${name} ${amounts}`;
  }
}

/** The key that a share of a model is of: ids of keys are of one length. */
function keyOf(principal: Principal, counter: CounterRef): CounterRef {
  return { ...counter, scope: 'key', id: counter.id.slice(0, principal.keyId.length) };
}

function keyAlias(principal: Principal, { id }: CounterRef): string {
  return id === principal.keyId ? (principal.keyAlias ?? 'key') : 'the key that this one was made with';
}

const BUDGET_LABELS: Readonly<Record<Exclude<ScopeName, 'key' | 'user' | 'model_per_key' | 'global'>, string>> = {
  team: 'Team',
  team_member: 'TeamMember',
  project: 'Project',
  organization: 'Organization',
  organization_member: 'OrganizationMember',
  customer: 'End User',
  tag: 'Tag',
  model_per_user: 'User and model',
  model_per_team: 'Team and model',
  model_per_team_member: 'TeamMember and model',
  model_per_project: 'Project and model',
  model_per_organization: 'Organization and model',
  model_per_organization_member: 'OrganizationMember and model',
  model_per_customer: 'End User and model',
  model_per_tag: 'Tag and model',
  model: 'Model',
  provider: 'Provider',
  deployment: 'Deployment',
};
