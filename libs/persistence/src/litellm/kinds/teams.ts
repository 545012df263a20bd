import { fail, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { ID_WITH_ALIAS, type ImportKind } from '../import-kind.js';
import { liftMetadata, modelLimits } from '../lift-metadata.js';
import type { LiteLlmSource } from '../litellm-source.js';
import { namesOf } from '../named-strangers.js';
import { permissionOf } from '../source-sql.js';
import { objectOf, SourceRow } from '../source-row.js';
import { blockUnenforced } from '../unenforced-settings.js';

export const TEAMS: ImportKind = {
  name: 'team',
  plural: 'teams',
  from: 'LiteLLM_TeamTable',
  rows: (source) =>
    `SELECT to_jsonb(t) || ${permissionOf(source, 't')} || ${aliasesOf(source)} AS row
     FROM ${source.qualified('LiteLLM_TeamTable')} AS t ORDER BY t.team_id`,
  table: 'team',
  identity: ['id'],
  shown: ID_WITH_ALIAS,
  scope: 'team',
  read: (json, known) => {
    const row = new SourceRow(json);
    const [id, organization] = [row.text('team_id'), row.text('organization_id')];
    if (id === null) return fail('it has no id');
    const { metadata, lifted } = liftMetadata(row);
    const memberBudget = lifted.text('team_member_budget_id');
    const missing = known.missing({ organization, budget: memberBudget });
    if (missing !== undefined) return fail(missing);
    return succeed({
      name: row.text('team_alias') === null ? id : `${id} (${row.text('team_alias') ?? ''})`,
      birth: { id, ...birthOf(row, known.now) },
      columns: {
        alias: row.text('team_alias'),
        organization_id: organization,
        models: row.texts('models'),
        model_aliases: objectOf(row.row['model_aliases']),
        metadata,
        tags: lifted.texts('tags'),
        ...row.limits(known.timeZone),
        soft_budget_nano: row.limit('soft_budget'),
        budget_limits: row.budgetLimits(),
        model_max_budget: row.object('model_max_budget'),
        model_rpm_limit: modelLimits(lifted.row['model_rpm_limit']),
        model_tpm_limit: modelLimits(lifted.row['model_tpm_limit']),
        member_permissions: row.texts('team_member_permissions'),
        default_member_budget_id: memberBudget,
        default_member_models: row.texts('default_team_member_models'),
        member_key_duration: lifted.text('team_member_key_duration'),
        router_settings: row.object('router_settings'),
        guardrails: lifted.texts('guardrails'),
        disable_global_guardrails: lifted.flag('disable_global_guardrails'),
        policies: [...row.texts('policies'), ...lifted.texts('policies')],
        prompts: lifted.texts('prompts'),
        access_group_ids: row.texts('access_group_ids'),
        allowed_passthrough_routes: lifted.texts('allowed_passthrough_routes'),
        object_permission: row.json('object_permission'),
        blocked: row.flag('blocked') === true,
        ...blockUnenforced(row, lifted.row, known),
      },
      names: namesOf('access_group', row.texts('access_group_ids')),
      spend: { windowNano: row.spent('spend'), resetAt: row.resetAt() },
      notes: row.notes,
    });
  },
};

function aliasesOf(source: LiteLlmSource): string {
  if (!source.has('LiteLLM_ModelTable')) return `'{}'::jsonb`;
  return `jsonb_build_object('model_aliases', (SELECT to_jsonb(m)->'aliases' FROM ${source.qualified('LiteLLM_ModelTable')} AS m
    WHERE m.id = (to_jsonb(t)->>'model_id')::int))`;
}
