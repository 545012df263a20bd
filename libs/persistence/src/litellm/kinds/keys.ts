import { namesAKey } from '@tollgate/auth';
import { fail, type JsonObject, type JsonValue, type Outcome, succeed, uuidV5 } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import type { ImportKind, Query, Wanted, WantedSecret } from '../import-kind.js';
import type { KnownObjects } from '../known-objects.js';
import { liftMetadata, modelLimits } from '../lift-metadata.js';
import type { LiteLlmSource } from '../litellm-source.js';
import { permissionOf } from '../source-sql.js';
import { instantOf, iso, SourceRow } from '../source-row.js';
import { namesOf } from '../named-strangers.js';
import { blockUnenforced } from '../unenforced-settings.js';
import { attachSecrets } from './attach-secrets.js';

/** LiteLLM makes a key in this team for each login to its dashboard. */
const DASHBOARD = 'litellm-dashboard';
const HASH = /^[0-9a-f]{64}$/;

/** Keys by their hashes: LiteLLM's and ours are the SHA-256 of the secret, so that clients keep their keys. */
export const KEYS: ImportKind = {
  name: 'key',
  plural: 'keys',
  from: 'LiteLLM_VerificationToken',
  rows: (source) =>
    `SELECT to_jsonb(t) || ${permissionOf(source, 't')} || jsonb_build_object('deprecated', d.rows) AS row
     FROM ${source.qualified('LiteLLM_VerificationToken')} AS t LEFT JOIN ${deprecatedOf(source)} AS d ON d.token = t.token
     ORDER BY t.created_at, t.token`,
  table: 'virtual_key',
  identity: ['id'],
  shown: 'coalesce(t.alias, t.name)',
  unique: ['alias'],
  scope: 'key',
  isKnownByIdentity: true,
  read: readKey,
  identify: findIds,
  attach: attachSecrets,
};

function deprecatedOf(source: LiteLlmSource): string {
  if (!source.has('LiteLLM_DeprecatedVerificationToken')) return `(SELECT NULL::text AS token, NULL::jsonb AS rows)`;
  return `(SELECT active_token_id AS token, jsonb_agg(to_jsonb(o)) AS rows
    FROM ${source.qualified('LiteLLM_DeprecatedVerificationToken')} AS o GROUP BY 1)`;
}

function readKey(json: JsonObject, known: KnownObjects): Outcome<Wanted, string> {
  const row = new SourceRow(json);
  const [hash, alias] = [row.text('token') ?? '', readAlias(row)];
  const places = {
    team: row.text('team_id'),
    organization: row.text('organization_id'),
    project: row.text('project_id'),
  };
  if (places.team === DASHBOARD) return fail('sessions of LiteLLM’s dashboard');
  if (!HASH.test(hash)) return fail('its token is no SHA-256');
  const budgetId = row.text('budget_id');
  const missing = known.missing({ ...places, budget: budgetId });
  if (missing !== undefined) return fail(missing);
  const { metadata, lifted } = liftMetadata(row);
  const tempBudget = lifted.limit('temp_budget_increase');
  return succeed({
    name: alias ?? row.text('key_name') ?? 'without a name',
    birth: { id: uuidV5('key', 'litellm', hash), name: row.text('key_name') ?? 'sk-...', ...birthOf(row, known.now) },
    columns: {
      alias,
      user_id: row.text('user_id'),
      team_id: places.team,
      organization_id: places.organization,
      project_id: places.project,
      agent_id: row.text('agent_id'),
      service_account_id: lifted.text('service_account_id'),
      models: row.texts('models'),
      aliases: row.object('aliases'),
      allowed_routes: row.texts('allowed_routes'),
      permissions: row.object('permissions'),
      metadata,
      tags: lifted.texts('tags'),
      expires_at: iso(row.instant('expires')),
      budget_id: budgetId,
      ...row.limits(known.timeZone),
      temp_budget_increase_nano: tempBudget,
      temp_budget_expires_at: tempBudget === null ? null : iso(instantOf(lifted.row['temp_budget_expiry'])),
      budget_limits: row.budgetLimits(),
      model_max_budget: row.object('model_max_budget'),
      model_rpm_limit: modelLimits(lifted.row['model_rpm_limit']),
      model_tpm_limit: modelLimits(lifted.row['model_tpm_limit']),
      rpm_limit_type: lifted.text('rpm_limit_type'),
      tpm_limit_type: lifted.text('tpm_limit_type'),
      mcp_rpm_limit: lifted.json('mcp_rpm_limit'),
      tag_rpm_limit: lifted.json('tag_rpm_limit'),
      enforced_params: lifted.texts('enforced_params'),
      guardrails: lifted.texts('guardrails'),
      disable_global_guardrails: lifted.flag('disable_global_guardrails'),
      policies: [...row.texts('policies'), ...lifted.texts('policies')],
      prompts: lifted.texts('prompts'),
      allowed_passthrough_routes: lifted.texts('allowed_passthrough_routes'),
      allowed_vector_store_indexes: lifted.json('allowed_vector_store_indexes'),
      object_permission: row.json('object_permission'),
      access_group_ids: row.texts('access_group_ids'),
      router_settings: row.object('router_settings'),
      auto_rotate: row.flag('auto_rotate') === true,
      rotation_interval: row.text('rotation_interval'),
      rotation_count: row.count('rotation_count') ?? 0,
      last_rotation_at: iso(row.instant('last_rotation_at')),
      next_rotation_at: iso(row.instant('key_rotation_at')),
      blocked: row.flag('blocked'),
      ...blockUnenforced(row, lifted.row, known),
    },
    spend: { windowNano: row.spent('spend'), resetAt: row.resetAt() ?? known.resets.get(budgetId ?? '') ?? null },
    linkedBudgetId: budgetId,
    names: [...namesOf('user', [row.text('user_id')]), ...namesOf('access_group', row.texts('access_group_ids'))],
    secrets: [{ hash, expiresAt: null }, ...deprecatedSecrets(row.row['deprecated'], known.now)],
    notes: row.notes,
  });
}

function readAlias(row: SourceRow): string | null {
  const alias = row.text('key_alias');
  if (alias === null || !namesAKey(alias)) return alias;
  row.notes.push('its alias has the form of a key or an id: taken without one');
  return null;
}

/** Secrets in the grace of a rotation. */
function deprecatedSecrets(value: JsonValue | undefined, now: number): readonly WantedSecret[] {
  const rows = Array.isArray(value) ? (value as readonly JsonObject[]) : [];
  return rows.flatMap((row) => {
    const expiresAt = instantOf(row['revoke_at']);
    const hash = row['token'];
    return typeof hash === 'string' && HASH.test(hash) && expiresAt !== null && expiresAt > now
      ? [{ hash, expiresAt }]
      : [];
  });
}

/** A key is the one that knows one of its secrets, under whichever id; one that was deleted here does not come back. */
async function findIds(items: readonly Wanted[], query: Query): Promise<readonly Outcome<Wanted, string>[]> {
  const hashes = items.flatMap(({ secrets = [] }) => secrets.map(({ hash }) => hash));
  const here = await query<{ hash: string; id: string | null }>(
    `SELECT hash, key_id::text AS id FROM tollgate.key_secret WHERE hash = ANY($1::text[])
     UNION ALL SELECT hash, NULL FROM tollgate.deleted_key CROSS JOIN LATERAL unnest(hashes) AS hash WHERE hashes && $1::text[]`,
    hashes,
  );
  const ids = new Map(here.map(({ hash, id }) => [hash, id]));
  return items.map((item) => {
    const found = item.secrets?.map(({ hash }) => ids.get(hash)).find((id) => id !== undefined);
    if (found === null) return fail('it was deleted here');
    return succeed(found === undefined ? item : { ...item, birth: { ...item.birth, id: found } });
  });
}
