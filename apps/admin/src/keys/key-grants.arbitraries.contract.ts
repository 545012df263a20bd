import type { Memberships } from '@tollgate/auth';
import { ALL_POWERS, type KeyPowers } from '@tollgate/canonical';
import fc from 'fast-check';
import { NAMES } from '../access/grouped-models.contract.js';

/** The attacker is one user; `friend` is of his teams, `stranger` of none. */
export const ME = 'me';
export const ROUTES = ['/v1/chat/completions', '/v1/embeddings', '/key/generate', '/key/info', '/team/new'];

export const myMemberships = fc.record({
  teams: fc.subarray<Memberships['teams'][number]>([
    { id: 'led', role: 'admin', permissions: [], limited: false },
    { id: 'open', role: 'user', permissions: ['/key/generate', '/key/update'], limited: false },
    { id: 'shut', role: 'user', permissions: [], limited: false },
  ]),
  organizations: fc.subarray<Memberships['organizations'][number]>([
    { id: 'own', role: 'org_admin', teamIds: ['led', 'of-own'] },
  ]),
});
export const FRIEND: Memberships = {
  teams: [
    { id: 'led', role: 'user', permissions: [], limited: false },
    { id: 'open', role: 'user', permissions: [], limited: false },
  ],
  organizations: [],
};

const lists = (values: readonly string[]) => fc.oneof(fc.constant([]), fc.subarray([...values], { minLength: 1 }));
const orNone = <T>(...values: T[]) => fc.constantFrom<T | null>(null, ...values);
const POWERS = {
  models: fc.oneof(
    fc.constantFrom([], ['claude'], ['all-team-models'], ['gpt-*'], ['gpt-group'], ['small']),
    lists([...NAMES, 'gpt-group', 'small', '*', 'gpt-*', 'all-team-models', 'all-proxy-models', 'no-default-models']),
  ),
  accessGroupIds: fc.constantFrom([], [], [], ['id-of-gpt-group'], ['id-of-small']),
  aliases: fc.constantFrom({}, {}, { quick: 'claude' }),
  routerSettings: fc.constantFrom({}, {}, { num_retries: 3 }),
  allowedRoutes: lists(['llm_api_routes', 'info_routes', 'management_routes', '/v1/*', '/key/*', '*', ...ROUTES]),
  tags: lists(['blue', 'red']),
  enforcedParams: lists(['user', 'metadata.a']),
  maxBudgetNano: orNone(5n, 10n),
  budgetDuration: orNone('1d', '30d'),
  budgetTimeZone: orNone('UTC', 'Europe/Berlin'),
  budgetAnchor: orNone(100, 200),
  budgetId: orNone('template'),
  tempBudgetIncreaseNano: orNone(5n, 10n),
  tempBudgetExpiresAt: orNone(100, 200),
  budgetLimits: fc.constantFrom([], [{ budget_duration: '1d', max_budget: 5 }]),
  rpmLimit: orNone(1, 2),
  tpmLimit: orNone(1, 2),
  maxParallelRequests: orNone(1),
  modelMaxBudget: fc.constantFrom({}, { 'gpt-4o': 5 }),
  modelRpmLimit: fc.constantFrom({}, { claude: 1 }),
  modelTpmLimit: fc.constantFrom({}, { claude: 1 }),
  expiresAt: orNone(100, 200),
  blocked: fc.constantFrom(null, null, null, true, false),
  userId: orNone(ME, ME, 'friend', 'stranger'),
  teamId: orNone('led', 'led', 'open', 'shut', 'of-own', 'foreign'),
  organizationId: orNone('own', 'own', 'foreign'),
  projectId: orNone('project'),
};
const some = (...names: (keyof KeyPowers)[]) =>
  fc
    .subarray(names, { minLength: 1, maxLength: 3 })
    .chain((said) => fc.record(Object.fromEntries(said.map((name) => [name, POWERS[name]]))))
    .map((said) => said as Partial<KeyPowers>);
/** A few things of one kind: with many at once nearly everything would be refused for one of them. */
const patch = fc.oneof(
  some('teamId', 'organizationId', 'userId'),
  some('models', 'accessGroupIds', 'allowedRoutes', 'aliases', 'routerSettings', 'tags', 'teamId'),
  some('modelMaxBudget', 'modelRpmLimit', 'modelTpmLimit'),
  some('maxBudgetNano', 'budgetDuration', 'rpmLimit', 'tpmLimit', 'maxParallelRequests'),
  some('maxBudgetNano', 'tempBudgetIncreaseNano', 'tempBudgetExpiresAt', 'budgetLimits'),
  some('maxBudgetNano', 'budgetTimeZone', 'budgetAnchor', 'budgetDuration'),
  some('expiresAt', 'blocked', 'budgetId', 'projectId', 'enforcedParams'),
);
export const powers = fc
  .tuple(patch, patch)
  .map(([one, other]): KeyPowers => ({ ...ALL_POWERS, userId: ME, ...one, ...other }));
/** Make a key, change one, or give one another secret, with one of the keys at hand; numbers are taken modulo how many there are. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ by: fc.nat(9), made: powers }),
  fc.record({ by: fc.nat(9), changed: fc.nat(9), patch }),
  fc.record({ by: fc.nat(9), rotated: fc.nat(9) }),
);

/** One call of the attacker: a key that is made, one that is changed, or one whose secret is asked for. */
export type Step =
  | { readonly by: number; readonly made: KeyPowers }
  | { readonly by: number; readonly changed: number; readonly patch: Partial<KeyPowers> }
  | { readonly by: number; readonly rotated: number };
