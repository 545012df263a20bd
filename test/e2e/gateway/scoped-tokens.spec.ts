import { askAdmin, callGateway, Gateway } from '../../support/gateway/index.js';
import { OidcProvider } from '../../support/oidc/index.js';

let idp: OidcProvider;
let gateway: Gateway;
beforeAll(async () => {
  idp = await OidcProvider.start();
  const model = (model_name: string) => ({ model_name, litellm_params: { model: 'mock/echo' } });
  const routes = ['/key/generate', '/v1/chat/completions'];
  gateway = await Gateway.start({
    config: {
      model_list: [model('one'), model('two')],
      general_settings: {
        enable_jwt_auth: true,
        litellm_jwtauth: {
          user_id_jwt_field: 'sub',
          enforce_scope_based_access: true,
          scope_mappings: [{ scope: 'keymaker', routes, models: ['one'] }],
        },
      },
    },
    env: idp.environment,
  });
});
afterAll(async () => {
  await gateway.dispose();
  await idp.close();
});

const statusOf = async (key: string, route: string, body?: object): Promise<number> =>
  (await callGateway(gateway, route, { key, ...(body && { body }) })).status;
const chat = (key: string, model: string) =>
  statusOf(key, 'POST /v1/chat/completions', { model, messages: [{ role: 'user', content: 'Hello' }] });

it.each(['proxy_admin', 'internal_user'])(
  'a token of a %s that its scopes limit makes no key that is more',
  async (user_role) => {
    const user_id = `user-${user_role}`;
    await askAdmin(gateway, 'POST /user/new', { user_id, user_role, auto_create_key: false });
    const token = await idp.sign({ sub: user_id, scope: 'keymaker' });
    expect([await chat(token, 'one'), await chat(token, 'two')]).toEqual([200, 403]);
    const made = (body: object) => callGateway<{ key: string }>(gateway, 'POST /key/generate', { key: token, body });
    const routes = ['/v1/chat/completions'];
    const refused = [{ user_id }, { user_id, models: ['two'], allowed_routes: routes }, { user_id, models: ['one'] }];
    for (const body of refused) expect([body, (await made(body)).status]).toEqual([body, 403]);
    const { status, body } = await made({ user_id, models: ['one'], allowed_routes: routes });
    expect([status, await chat(body.key, 'one'), await chat(body.key, 'two')]).toEqual([200, 200, 403]);
  },
);

it("an admin's token, whose routes are its role's, makes any", async () => {
  const token = await idp.sign({ sub: 'boss', scope: 'litellm_proxy_admin' });
  const { status, body } = await callGateway<{ key: string }>(gateway, 'POST /key/generate', { key: token, body: {} });
  expect([status, await chat(body.key, 'two')]).toEqual([200, 200]);
});
