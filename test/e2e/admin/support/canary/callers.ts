import { createKey } from '../../../../support/gateway/index.js';
import { callOf } from '../routes.js';
import { validBody } from '../valid-body.js';
import type { GuardedGateway } from './guarded-gateway.js';

/** Who is told of as the owner of the only secret that the team itself set. */
export const OWN_SECRET = "the team's own model";

/** Keys of those who write, and what is theirs to write to. */
export interface Callers {
  readonly teamAdmin: string;
  readonly organizationAdmin: string;
  readonly ids: Readonly<Record<string, string>>;
  /** A model of the team, which is changed. */
  readonly modelId: string;
  /** Name of another one, which stays as it is. */
  readonly model: string;
}

/** An organization with a team, its admins, a member, a key and a project of it, and a model of its own at the foreign host. */
export async function makeCallers(guarded: GuardedGateway): Promise<Callers> {
  const made = async (route: string, body: object, id: string): Promise<string> =>
    String((await guarded.ask(route, body))[id]);
  const user = () => made('POST /user/new', { auto_create_key: false, user_role: 'internal_user' }, 'user_id');
  const organization_id = await made('POST /organization/new', { organization_alias: 'theirs' }, 'organization_id');
  const team_id = await made('POST /team/new', { organization_id, team_alias: 'theirs' }, 'team_id');
  const [lead, organizer, user_id] = [await user(), await user(), await user()];
  await guarded.ask('POST /organization/member_add', {
    organization_id,
    member: [lead, organizer, user_id].map((id) => ({
      user_id: id,
      role: id === organizer ? 'org_admin' : 'internal_user',
    })),
  });
  for (const [id, role] of [
    [lead, 'admin'],
    [user_id, 'user'],
  ] as const)
    await guarded.ask('POST /team/member_add', { team_id, member: { user_id: id, role } });
  const api_key = guarded.canaries.make(OWN_SECRET);
  const litellm_params = { model: 'openai/x', api_base: `${guarded.foreign.origin}/v1`, api_key };
  const model = (model_name: string): object => ({ model_name, litellm_params, model_info: { team_id } });
  await guarded.ask('POST /model/new', model('theirs'));
  return {
    teamAdmin: (await createKey(guarded.gateway, { user_id: lead, team_id })).key,
    organizationAdmin: (await createKey(guarded.gateway, { user_id: organizer })).key,
    ids: {
      team_id,
      user_id,
      organization_id,
      key: (await createKey(guarded.gateway, { team_id, user_id })).hash,
      project_id: await made('POST /project/new', { team_id }, 'project_id'),
    },
    modelId: await made('POST /model/new', model('changed'), 'model_id'),
    model: 'theirs',
  };
}

/** The path of a route, with what is the callers' own in it. */
export function ownPath(route: string, { ids, modelId, model }: Callers): string {
  const own = { ...ids, id: modelId, model_id: modelId, model };
  return callOf(Object.entries(own).reduce((path, [name, id]) => path.replace(`{${name}}`, id), route));
}

/** A body that names what is the callers' own. */
export function ownBody(
  route: string,
  { ids, modelId }: Callers,
  newId: () => string,
): Readonly<Record<string, unknown>> {
  const body = validBody(route, ids, newId);
  if (route === 'POST /key/generate') return { team_id: ids['team_id'] };
  if (!/ \/model\/|test_connection/.test(route)) return body;
  const { team_id } = ids;
  const own = { ...body, id: modelId, model_id: modelId, model_info: { id: modelId } };
  if (!/new$|test_connection/.test(route)) return own;
  return { ...body, model_name: `made-${newId()}`, model_info: { team_id } };
}
