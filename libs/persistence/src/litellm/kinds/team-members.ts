import { fail, succeed, uuidV5 } from '@tollgate/kernel';
import type { ImportKind } from '../import-kind.js';
import { iso, SourceRow } from '../source-row.js';
import { noteUnenforcedOfBudget } from '../unenforced-settings.js';

/**
 * Members as a team lists them, by id or by address, each with its membership: what it spent, and its budget. Who is not listed and has a
 * membership and a key in the team is one too: LiteLLM limits that key by it.
 */
export const TEAM_MEMBERS: ImportKind = {
  name: 'team_member',
  plural: 'members of teams',
  from: 'LiteLLM_TeamMembership',
  rows: (
    source,
  ) => `SELECT jsonb_build_object('team_id', team_id, 'user_id', user_id, 'role', role, 'position', position)
      || coalesce((SELECT to_jsonb(s) || jsonb_build_object('allowed_models', (SELECT to_jsonb(b)->'allowed_models'
          FROM ${source.qualified('LiteLLM_BudgetTable')} AS b WHERE b.budget_id = s.budget_id))
        FROM ${source.qualified('LiteLLM_TeamMembership')} AS s
        WHERE s.team_id = listed.team_id AND s.user_id = listed.user_id), '{}') AS row
    FROM (
      SELECT DISTINCT ON (team_id, user_id) team_id, user_id, role, position FROM (
        SELECT t.team_id, coalesce(m.value->>'user_id', (SELECT u.user_id FROM ${source.qualified('LiteLLM_UserTable')} AS u
            WHERE lower(u.user_email) = lower(m.value->>'user_email') ORDER BY u.user_id LIMIT 1)) AS user_id,
          m.value->>'role' AS role, m.position
        FROM ${source.qualified('LiteLLM_TeamTable')} AS t CROSS JOIN LATERAL jsonb_array_elements(
          CASE WHEN jsonb_typeof(t.members_with_roles) = 'array' THEN t.members_with_roles ELSE '[]' END
        ) WITH ORDINALITY AS m(value, position)
        UNION ALL
        SELECT s.team_id, s.user_id, 'user', NULL
        FROM ${source.qualified('LiteLLM_TeamMembership')} AS s JOIN ${source.qualified('LiteLLM_TeamTable')} AS t USING (team_id)
        WHERE EXISTS (SELECT FROM ${source.qualified('LiteLLM_VerificationToken')} AS k
          WHERE k.team_id = s.team_id AND k.user_id = s.user_id)
      ) AS named ORDER BY team_id, user_id, role = 'admin' DESC, position
    ) AS listed ORDER BY team_id, position`,
  table: 'team_member',
  identity: ['team_id', 'user_id'],
  shown: "t.user_id || ' in ' || t.team_id",
  scope: 'team_member',
  isKnownByIdentity: true,
  read: (json, known) => {
    const row = new SourceRow(json);
    const [team, user, budgetId] = [row.text('team_id') ?? '', row.text('user_id'), row.text('budget_id')];
    if (user === null) return fail('it is known by its address alone, which no user has');
    if (row.count('position') === null)
      row.notes.push('its team does not list it: taken as a member, since it has a key in the team and limits there');
    const missing = known.missing({ team, user, budget: budgetId });
    if (missing !== undefined) return fail(missing);
    noteUnenforcedOfBudget(row, known, ['tpd_limit']);
    // members are shown in the order in which they came
    const created = iso(known.now + (row.count('position') ?? 0));
    return succeed({
      name: `${user} in ${team}`,
      birth: {
        id: uuidV5('team_member', team, user),
        team_id: team,
        user_id: user,
        created_at: created,
        updated_at: created,
      },
      columns: {
        role: row.text('role') === 'admin' ? 'admin' : 'user',
        budget_id: budgetId,
        // of his budget there; here they stand with the member
        models: row.texts('allowed_models'),
      },
      spend: {
        windowNano: row.spent('spend'),
        resetAt: known.resets.get(budgetId ?? '') ?? null,
        ...(row.spent('total_spend') > 0n && { lifetimeNano: row.spent('total_spend') }),
      },
      linkedBudgetId: budgetId,
      notes: row.notes,
    });
  },
  touches: ({ birth }) => [
    ['team', String(birth['team_id'])],
    ['user', String(birth['user_id'])],
  ],
};
