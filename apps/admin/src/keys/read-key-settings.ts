import { namesAKey } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { addDuration, fail, succeed, type Instant, type Outcome } from '@tollgate/kernel';
import type { KeySettings } from '@tollgate/persistence';
import { readBudgetLimits } from '../validation/read-budget-limits.js';
import { readLimits } from '../validation/read-limits.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import { readRouterSettings } from '../validation/read-router-settings.js';
import type { KeySettingsDto } from './dto/key-settings.dto.js';
import {
  liftEnforcedParams,
  liftModelLimits,
  liftServiceAccount,
  liftTags,
  liftTemporaryBudget,
} from './lift-settings.js';
import { readTemporaryBudget } from './read-temporary-budget.js';
import { refuseUnserved } from './unserved-fields.js';

/** LiteLLM's "never" of a duration, beside null. */
const NEVER = '-1';

/** Reads LiteLLM's fields into settings, or refuses the first that means nothing, is out of range or is not served. */
export function readKeySettings(sent: KeySettingsDto, now: Instant): Outcome<KeySettings, GatewayError> {
  const { dto, id: serviceAccountId } = liftServiceAccount(
    liftEnforcedParams(liftTemporaryBudget(liftModelLimits(sent))),
  );
  const refusal =
    refuseUnserved(dto) ?? refuseNames(dto) ?? refuseAlias(dto) ?? refuseParams(dto) ?? refuseInterval(dto);
  if (refusal !== undefined) return fail(refusal);
  const limits = readLimits(dto);
  if (!limits.ok) return limits;
  const perModel = readModelLimits(dto);
  if (!perModel.ok) return perModel;
  const temporary = readTemporaryBudget(dto);
  if (!temporary.ok) return temporary;
  const budgetLimits = readBudgetLimits(dto.budget_limits);
  if (!budgetLimits.ok) return budgetLimits;
  const expiry = readExpiry(dto.duration, now);
  if (!expiry.ok) return expiry;
  const routerSettings = readRouterSettings(dto.router_settings);
  if (!routerSettings.ok) return routerSettings;
  const { metadata, tags } = liftTags(dto);
  return succeed({
    ...defined({
      alias: dto.key_alias,
      budgetId: dto.budget_id,
      userId: dto.user_id,
      teamId: dto.team_id,
      organizationId: dto.organization_id,
      projectId: dto.project_id,
      serviceAccountId,
      blocked: dto.blocked,
      models: dto.models === null ? [] : dto.models,
      accessGroupIds: dto.access_group_ids === null ? [] : dto.access_group_ids,
      aliases: dto.aliases === null ? {} : dto.aliases,
      metadata,
      tags,
      autoRotate: dto.auto_rotate === null ? false : dto.auto_rotate,
      rotationInterval: dto.rotation_interval,
      enforcedParams: dto.enforced_params === null ? [] : dto.enforced_params,
      budgetLimits: budgetLimits.value,
      routerSettings: routerSettings.value,
      allowedRoutes: dto.allowed_routes === null ? [] : dto.allowed_routes,
    }),
    ...expiry.value,
    ...limits.value,
    ...perModel.value,
    ...temporary.value,
  });
}

function readExpiry(
  duration: string | null | undefined,
  now: Instant,
): Outcome<Pick<KeySettings, 'expiresAt'>, GatewayError> {
  if (duration === undefined) return succeed({});
  if (duration === null || duration === NEVER) return succeed({ expiresAt: null });
  const expiresAt = addDuration(now, duration);
  // LiteLLM answers 500 with this text (transcript key-generate-defaults-and-errors); it is the caller's mistake
  const message = `Unsupported duration unit, passed duration: ${duration}`;
  return expiresAt === undefined
    ? fail(new GatewayError('bad_request', { message, param: 'duration' }))
    : succeed({ expiresAt });
}

function refuseNames(dto: KeySettingsDto): GatewayError | undefined {
  const empty = (['key_alias', 'user_id', 'team_id', 'organization_id', 'project_id', 'budget_id'] as const).find(
    (field) => dto[field] === '',
  );
  return empty === undefined
    ? undefined
    : bad(empty, `${empty} must not be empty. Leave it out, or send null for none.`);
}

/**
 * A key is also found by its secret, hash and own id: an alias of such a form would name two keys, or give a secret away. LiteLLM's users
 * do begin aliases with `sk-` (transcript spend-and-activity, step 2): one that is shorter than any secret that is made is a name.
 */
function refuseAlias(dto: KeySettingsDto): GatewayError | undefined {
  if (!namesAKey(dto.key_alias ?? '')) return undefined;
  return bad('key_alias', 'key_alias must not have the form of a key, of its hash or of an id.');
}

function refuseInterval({ rotation_interval: interval }: KeySettingsDto): GatewayError | undefined {
  if (interval == null || addDuration(0, interval) !== undefined) return undefined;
  return bad('rotation_interval', `rotation_interval must be a duration such as 24h, 7d or 30d. Received: ${interval}`);
}

/** Each is looked for in the body of every call of the key. */
const ENFORCED_MAX = 32;
const PARAM = /^[\w-]{1,64}(\.[\w-]{1,64}){0,4}$/;

function refuseParams({ enforced_params: params }: KeySettingsDto): GatewayError | undefined {
  if (params == null) return undefined;
  if (params.length > ENFORCED_MAX)
    return bad('enforced_params', `enforced_params may hold ${String(ENFORCED_MAX)} names at most.`);
  const faulty = params.find((name) => !PARAM.test(name));
  if (faulty === undefined) return undefined;
  return bad(
    'enforced_params',
    `enforced_params are names such as user or metadata.generation_name. Received: ${faulty}`,
  );
}

function bad(field: string, message: string): GatewayError {
  return new GatewayError('bad_request', { message, param: field });
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are there: an absent one must not overwrite. */
function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
