import { completionRecord } from './completion-record.js';
import { callOf } from './routes.js';
import type { TestAdmin } from './test-admin.js';

/** What calls of the list of routes name that there is not. */
export const ABSENT = 'absent';
export const ABSENT_KEY = 'sk-absent-0123456789';

/** Ids of one tenant's objects, by the fields and parameters that name them. */
export type Objects = Readonly<Record<string, string>>;

/** A tenant with one object of each kind. */
export async function makeTenant(admin: TestAdmin): Promise<Objects> {
  const organization = await admin.makeOrganization();
  const made = await admin.call('POST /team/new', { body: { organization_id: organization } });
  const team = String(made.body['team_id']);
  const { userId: user } = await admin.makeUserKey('internal_user');
  await admin.addMember(team, user, 'user');
  const key = await admin.makeKey({ team_id: team, user_id: user });
  const invitation = await admin.call('POST /invitation/new', { body: { user_id: user } });
  const request = admin.newId();
  await admin.ship(completionRecord(request, key, admin.clock.now(), { teamId: team, userId: user }));
  const [project, budget] = [await admin.makeProject({ team_id: team }), await admin.makeBudget()];
  return {
    request_id: request,
    team_id: team,
    team_ids: team,
    user_id: user,
    user_ids: user,
    organization_id: organization,
    organization_ids: organization,
    organizations: organization,
    project_id: project,
    project_ids: project,
    invitation_id: String(invitation.body['id']),
    budget_id: budget,
    budgets: budget,
    key: key.hash,
    keys: key.hash,
    key_ids: key.hash,
  };
}

/** The path and the query of a route, with the ids of objects instead of the absent ones. */
export function nameInPath(route: string, named: Objects): string {
  const path = route.replace(/\{(\w+)\}/g, (whole, field: string) => named[field] ?? whole);
  return callOf(path).replace(/(\w+)=absent\b/g, (whole, field: string) =>
    named[field] === undefined ? whole : `${field}=${named[field]}`,
  );
}

/** A body with the ids of objects instead of the absent ones. */
export function nameIn(value: unknown, field: string, named: Objects): unknown {
  if (value === ABSENT || value === ABSENT_KEY) return named[field] ?? value;
  if (Array.isArray(value)) return value.map((item) => nameIn(item, field, named));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, nameIn(item, name, named)]));
}
