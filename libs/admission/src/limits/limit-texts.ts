import type { CounterRef, Principal, ScopeName } from '@tollgate/canonical';
import { formatUsd } from './format-usd.js';

/** LiteLLM's descriptors of its rate limiter, in 429 texts and `x-ratelimit-<descriptor>-…` headers. */
const DESCRIPTORS: Readonly<Record<ScopeName, string>> = {
  key: 'api_key',
  user: 'user',
  team: 'team',
  team_member: 'team_member',
  project: 'project',
  organization: 'organization',
  customer: 'end_user',
  tag: 'tag',
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
      return principal.keyName ?? principal.keyAlias ?? principal.keyId;
    case 'user':
      return principal.userId ?? counter.id;
    case 'team':
      return principal.teamId ?? counter.id;
    case 'team_member':
      return `${principal.userId ?? counter.id}:${principal.teamId ?? ''}`;
    default:
      return counter.id;
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
      return `Budget has been exceeded! Key=${principal.keyAlias ?? 'key'} (${name}) ${amounts}`;
    case 'user':
      return `ExceededBudget: User=${name} over budget. Spend=${cost}, Budget=${limit}`;
    case 'global':
      return `Budget has been exceeded! ${amounts}`;
    default:
      return `Budget has been exceeded! ${BUDGET_LABELS[counter.scope]}=${name} ${amounts}`;
  }
}

const BUDGET_LABELS: Readonly<Record<Exclude<ScopeName, 'key' | 'user' | 'global'>, string>> = {
  team: 'Team',
  team_member: 'TeamMember',
  project: 'Project',
  organization: 'Organization',
  customer: 'End User',
  tag: 'Tag',
  model: 'Model',
  provider: 'Provider',
  deployment: 'Deployment',
};
