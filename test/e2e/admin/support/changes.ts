import { completionRecord } from './completion-record.js';
import type { TestAdmin } from './test-admin.js';

/** For each route that changes something: the body of a call that does. */
export const CHANGES: Readonly<Record<string, (admin: TestAdmin) => Promise<object>>> = {
  'POST /key/generate': () => Promise.resolve({}),
  'POST /key/update': async (admin) => ({ key: (await admin.makeKey()).hash, max_budget: 1 }),
  'POST /key/delete': async (admin) => ({ keys: [(await admin.makeKey()).hash] }),
  'POST /key/block': async (admin) => ({ key: (await admin.makeKey()).hash }),
  'POST /key/unblock': async (admin) => ({ key: (await admin.makeKey({ blocked: true })).hash }),
  'POST /key/service-account/generate': async (admin) => ({ team_id: await admin.makeTeam() }),
  'POST /key/regenerate': async (admin) => ({ key: (await admin.makeKey()).hash }),
  'POST /key/{key}/regenerate': () => Promise.resolve({}),
  'POST /key/{key}/rotation/collect': () => Promise.resolve({}),
  'POST /key/bulk_update': async (admin) => ({ keys: [{ key: (await admin.makeKey()).hash, max_budget: 1 }] }),
  'POST /team/key/bulk_update': async (admin) => {
    const team_id = await admin.makeTeam();
    return { team_id, key_ids: [(await admin.makeKey({ team_id })).hash], update_fields: { max_budget: 1 } };
  },
  'POST /key/{key}/reset_spend': () => Promise.resolve({ reset_to: 0 }),
  'POST /global/spend/reset': async (admin) => {
    const key = await admin.makeKey();
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now()));
    return {};
  },
  'POST /budget/new': () => Promise.resolve({}),
  'POST /budget/update': async (admin) => ({ budget_id: await admin.makeBudget(), max_budget: 1 }),
  'POST /budget/delete': async (admin) => ({ id: await admin.makeBudget() }),
  ...changesOfCustomers('customer'),
  ...changesOfCustomers('end_user'),
  'POST /tag/new': (admin) => Promise.resolve({ name: admin.newId() }),
  'POST /tag/update': async (admin) => ({ name: await admin.makeTag(), max_budget: 1 }),
  'POST /tag/delete': async (admin) => ({ name: await admin.makeTag() }),
  'POST /team/new': () => Promise.resolve({}),
  'POST /team/update': async (admin) => ({ team_id: await admin.makeTeam(), max_budget: 1 }),
  'POST /team/delete': async (admin) => ({ team_ids: [await admin.makeTeam()] }),
  'POST /team/block': async (admin) => ({ team_id: await admin.makeTeam() }),
  'POST /team/unblock': async (admin) => ({ team_id: await admin.makeTeam() }),
  'POST /team/model/add': async (admin) => ({ team_id: await admin.makeTeam(), models: ['gpt-4o'] }),
  'POST /team/model/delete': async (admin) => ({ team_id: await admin.makeTeam(), models: ['gpt-4o'] }),
  'POST /team/permissions_update': async (admin) => ({
    team_id: await admin.makeTeam(),
    team_member_permissions: ['/key/list'],
  }),
  'POST /team/permissions_bulk_update': async (admin) => ({
    team_ids: [await admin.makeTeam()],
    permissions: ['/key/list'],
  }),
  'POST /team/{team_id}/reset_spend': () => Promise.resolve({ reset_to: 0 }),
  'POST /team/{team_id}/member/{user_id}/reset_spend': () => Promise.resolve({ reset_to: 0 }),
  'POST /team/member_add': async (admin) => ({
    team_id: await admin.makeTeam(),
    member: { role: 'user', user_id: admin.newId() },
  }),
  'POST /team/member_update': (admin) => memberOf(admin),
  'POST /team/member_delete': (admin) => memberOf(admin),
  'POST /organization/new': () => Promise.resolve({ organization_alias: 'A' }),
  'PATCH /organization/update': async (admin) => ({
    organization_id: await admin.makeOrganization(),
    organization_alias: 'B',
  }),
  'PATCH /v2/organization/{organization_id}': () => Promise.resolve({ organization_alias: 'C' }),
  'DELETE /organization/delete': async (admin) => ({ organization_ids: [await admin.makeOrganization()] }),
  'POST /organization/member_add': async (admin) => ({
    organization_id: await admin.makeOrganization(),
    member: { role: 'internal_user', user_id: admin.newId() },
  }),
  'PATCH /organization/member_update': async (admin) => ({ ...(await memberOfOrganization(admin)), role: 'org_admin' }),
  'DELETE /organization/member_delete': (admin) => memberOfOrganization(admin),
  'POST /project/new': async (admin) => ({ team_id: await admin.makeTeam() }),
  'POST /project/update': async (admin) => ({ project_id: await admin.makeProject(), max_budget: 1 }),
  'DELETE /project/delete': async (admin) => ({ project_ids: [await admin.makeProject()] }),
  'POST /invitation/new': async (admin) => ({ user_id: (await admin.makeUserKey('internal_user')).userId }),
  'POST /invitation/update': async (admin) => ({ invitation_id: await invitationIn(admin), is_accepted: true }),
  'POST /invitation/delete': async (admin) => ({ invitation_id: await invitationIn(admin) }),
  'POST /user/new': () => Promise.resolve({}),
  'POST /user/update': async (admin) => ({ user_id: (await admin.makeAdminKey()).userId, max_budget: 1 }),
  'POST /user/bulk_update': async (admin) => ({
    users: [{ user_id: (await admin.makeAdminKey()).userId, max_budget: 1 }],
  }),
  'POST /team/bulk_member_add': async (admin) => ({
    team_id: await admin.makeTeam(),
    members: [{ role: 'user', user_id: admin.newId() }],
  }),
  'POST /model/new': () =>
    Promise.resolve({ model_name: 'made', litellm_params: { model: 'mock/echo' }, model_info: {} }),
  'POST /model/update': async (admin) => ({ model_info: { id: await admin.makeModel() }, model_name: 'renamed' }),
  'PATCH /model/{id}/update': () => Promise.resolve({ model_name: 'renamed' }),
  'POST /model/block': async (admin) => ({ model_id: await admin.makeModel() }),
  'POST /model/unblock': async (admin) => ({ model_id: await admin.makeModel() }),
  'POST /model/delete': async (admin) => ({ id: await admin.makeModel() }),
  'POST /health/test_connection': () =>
    Promise.resolve({
      litellm_params: { model: 'mock/echo', input_cost_per_token: 0.01, output_cost_per_token: 0.01 },
    }),
  'POST /access_group/new': async (admin) => ({ access_group: admin.newId(), model_names: [await modelNameIn(admin)] }),
  'PUT /access_group/{access_group}/update': async (admin) => ({ model_names: [await modelNameIn(admin)] }),
  'DELETE /access_group/{access_group}/delete': () => Promise.resolve({}),
  'POST /v1/access_group': (admin) => Promise.resolve({ access_group_name: admin.newId() }),
  'PUT /v1/access_group/{access_group_id}': () => Promise.resolve({ description: 'x' }),
  'DELETE /v1/access_group/{access_group_id}': () => Promise.resolve({}),
  'POST /v1/unified_access_group': (admin) => Promise.resolve({ access_group_name: admin.newId() }),
  'PUT /v1/unified_access_group/{access_group_id}': () => Promise.resolve({ description: 'x' }),
  'DELETE /v1/unified_access_group/{access_group_id}': () => Promise.resolve({}),
  'POST /credentials': (admin) =>
    Promise.resolve({ credential_name: admin.newId(), credential_values: {}, credential_info: {} }),
  'PATCH /credentials/{credential_name}': (admin) =>
    Promise.resolve({ credential_name: admin.newId(), credential_values: {}, credential_info: { note: 'x' } }),
  'POST /credentials/migrate-encryption': () => Promise.resolve({}),
  'DELETE /credentials/{credential_name}': () => Promise.resolve({}),
  'POST /fallback': async (admin) => ({ model: await modelNameIn(admin), fallback_models: [await modelNameIn(admin)] }),
  'DELETE /fallback/{model}': () => Promise.resolve({}),
  'POST /model_group/make_public': async (admin) => ({ model_groups: [await modelNameIn(admin)] }),
  'POST /config/update': () => Promise.resolve({ router_settings: { num_retries: 3 } }),
  'POST /config/field/update': () => Promise.resolve({ field_name: 'idle_timeout', field_value: 30 }),
  'POST /config/field/delete': () => Promise.resolve({ field_name: 'idle_timeout' }),
  'POST /user/delete': async (admin) => ({ user_ids: [(await admin.makeAdminKey()).userId] }),
};

/** A call of the route that changes something: the route with what it names, and its body. */
export async function makeChange(
  admin: TestAdmin,
  route: string,
): Promise<{ readonly path: string; readonly body: object | undefined }> {
  const body = await CHANGES[route]?.(admin);
  const key = await (route.endsWith('/collect') ? admin.makeRotatedKey() : admin.makeKey());
  await admin.spend(key.id, 0, 1n);
  const called = route
    .replace('{key}', key.hash)
    .replace('{credential_name}', route.includes('{credential_name}') ? await admin.makeCredential() : '')
    .replace('{id}', route.includes('{id}') ? await admin.makeModel() : '');
  return { path: await pathOf(admin, route, called), body };
}

async function memberOf(admin: TestAdmin): Promise<object> {
  const [teamId, { userId }] = [await admin.makeTeam(), await admin.makeUserKey('internal_user')];
  await admin.addMember(teamId, userId, 'user');
  return { team_id: teamId, user_id: userId, rpm_limit: 5 };
}

async function invitationIn(admin: TestAdmin): Promise<string> {
  const { userId } = await admin.makeUserKey('internal_user');
  return String((await admin.call('POST /invitation/new', { body: { user_id: userId } })).body['id']);
}

/** Public name of a model that is there. */
async function modelNameIn(admin: TestAdmin): Promise<string> {
  const name = `model-${admin.newId()}`;
  await admin.makeModel({ name });
  return name;
}

async function pathOf(admin: TestAdmin, route: string, called: string): Promise<string> {
  if (route.includes('{team_id}')) return pathOfTeam(admin, route);
  if (route.includes('{organization_id}')) return `PATCH /v2/organization/${await admin.makeOrganization()}`;
  if (route === 'DELETE /fallback/{model}') return pathOfFallback(admin, called);
  if (!route.includes('{access_group')) return called;
  const { id, name } = await admin.makeAccessGroup();
  return called.replace('{access_group}', name).replace('{access_group_id}', id);
}

async function pathOfFallback(admin: TestAdmin, called: string): Promise<string> {
  const [model, other] = [await modelNameIn(admin), await modelNameIn(admin)];
  await admin.call('POST /fallback', { body: { model, fallback_models: [other] } });
  return called.replace('{model}', model);
}

/** The route with a team, and a member of it, that have spent something. */
async function pathOfTeam(admin: TestAdmin, route: string): Promise<string> {
  const { team, userId } = await admin.makeSpentTeam();
  return route.replace('{team_id}', team).replace('{user_id}', userId);
}

async function memberOfOrganization(admin: TestAdmin): Promise<object> {
  const [organization_id, { userId }] = [await admin.makeOrganization(), await admin.makeUserKey('internal_user')];
  await admin.addToOrganization(organization_id, userId, 'internal_user');
  return { organization_id, user_id: userId };
}

function changesOfCustomers(path: string): Record<string, (admin: TestAdmin) => Promise<object>> {
  const named = async (admin: TestAdmin) => ({ user_ids: [await admin.makeCustomer()] });
  return {
    [`POST /${path}/new`]: (admin) => Promise.resolve({ user_id: admin.newId() }),
    [`POST /${path}/update`]: async (admin) => ({ user_id: await admin.makeCustomer(), max_budget: 1 }),
    [`POST /${path}/block`]: named,
    [`POST /${path}/unblock`]: named,
    [`POST /${path}/delete`]: named,
  };
}
