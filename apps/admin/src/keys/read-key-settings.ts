import { parseBudgetDuration } from '@tollgate/admission';
import { GatewayError } from '@tollgate/canonical';
import { fail, succeed, type Instant, type JsonObject, type NanoUsd, type Outcome } from '@tollgate/kernel';
import type { KeySettings } from '@tollgate/persistence';
import { TEXT_LIST } from '../validation/field-kinds.js';
import type { KeySettingsDto } from './dto/key-settings.dto.js';
import { addDuration } from './add-duration.js';
import { readMoneyLimit } from './read-money.js';
import { refuseUnserved } from './unserved-fields.js';

/** LiteLLM's "never" of a duration, beside null. */
const NEVER = '-1';

/** Reads LiteLLM's fields into settings, or refuses the first that means nothing, is out of range or is not served. */
export function readKeySettings(dto: KeySettingsDto, now: Instant): Outcome<KeySettings, GatewayError> {
  const refusal = refuseUnserved(dto) ?? refuseNames(dto) ?? refuseAlias(dto) ?? refuseCounts(dto) ?? refuseWindow(dto);
  if (refusal !== undefined) return fail(refusal);
  const expiry = readExpiry(dto.duration, now);
  if (!expiry.ok) return expiry;
  const money = readMoney(dto);
  if (!money.ok) return money;
  const { metadata, tags } = liftTags(dto);
  return succeed({
    ...defined({
      alias: dto.key_alias,
      budgetDuration: dto.budget_duration,
      budgetId: dto.budget_id,
      userId: dto.user_id,
      teamId: dto.team_id,
      organizationId: dto.organization_id,
      projectId: dto.project_id,
      maxParallelRequests: dto.max_parallel_requests,
      tpmLimit: dto.tpm_limit,
      rpmLimit: dto.rpm_limit,
      blocked: dto.blocked,
      models: dto.models === null ? [] : dto.models,
      aliases: dto.aliases === null ? {} : dto.aliases,
      metadata,
      tags,
      allowedRoutes: dto.allowed_routes === null ? [] : dto.allowed_routes,
    }),
    ...expiry.value,
    ...money.value,
  });
}

interface LiftedTags {
  readonly metadata?: JsonObject | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** LiteLLM keeps a key's tags in its metadata, and its clients write them there: here they are a setting, and metadata is inert. */
function liftTags({ metadata, tags }: KeySettingsDto): LiftedTags {
  const own = tags === null ? [] : tags;
  if (metadata === undefined) return { tags: own };
  const { tags: inMetadata, ...rest } = metadata ?? {};
  const lifted = TEXT_LIST.parse(inMetadata);
  return lifted.ok
    ? { metadata: rest, tags: own ?? (inMetadata as readonly string[]) }
    : { metadata: metadata ?? {}, tags: own };
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

function readMoney(dto: KeySettingsDto): Outcome<Pick<KeySettings, 'maxBudgetNano' | 'softBudgetNano'>, GatewayError> {
  const max = readLimit('max_budget', dto.max_budget);
  if (!max.ok) return max;
  const soft = readLimit('soft_budget', dto.soft_budget);
  if (!soft.ok) return soft;
  return succeed(defined({ maxBudgetNano: max.value, softBudgetNano: soft.value }));
}

function readLimit(field: string, usd: number | null | undefined): Outcome<NanoUsd | null | undefined, GatewayError> {
  return usd === undefined || usd === null ? succeed(usd) : readMoneyLimit(field, usd);
}

function refuseNames(dto: KeySettingsDto): GatewayError | undefined {
  const empty = (['key_alias', 'user_id', 'team_id', 'organization_id', 'project_id', 'budget_id'] as const).find(
    (field) => dto[field] === '',
  );
  return empty === undefined
    ? undefined
    : bad(empty, `${empty} must not be empty. Leave it out, or send null for none.`);
}

/** What its column holds. */
const PARALLEL_MAX = 2_147_483_647;

/** A key is also found by its secret, hash and own id: an alias of such a form would name two keys, or give a secret away. */
function refuseAlias(dto: KeySettingsDto): GatewayError | undefined {
  if (!/^(sk-.*|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(dto.key_alias ?? '')) return undefined;
  return bad('key_alias', 'key_alias must not have the form of a key, of its hash or of an id.');
}

function refuseCounts(dto: KeySettingsDto): GatewayError | undefined {
  const negative = (['max_parallel_requests', 'tpm_limit', 'rpm_limit'] as const).find(
    (field) => (dto[field] ?? 0) < 0,
  );
  if (negative !== undefined)
    return bad(negative, `${negative} must be 0 or more (0 refuses every call). Received: ${String(dto[negative])}`);
  const parallel = dto.max_parallel_requests ?? 0;
  return parallel <= PARALLEL_MAX
    ? undefined
    : bad('max_parallel_requests', `max_parallel_requests must be at most ${PARALLEL_MAX}. Received: ${parallel}`);
}

function refuseWindow(dto: KeySettingsDto): GatewayError | undefined {
  const duration = dto.budget_duration;
  if (duration === undefined || duration === null || parseBudgetDuration(duration) !== undefined) return undefined;
  return bad(
    'budget_duration',
    `Invalid budget_duration '${duration}'. Use a format like '1h', '24h', '7d', or '30d'.`,
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
