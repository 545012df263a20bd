import { askAdmin, callGateway, Gateway, queryDatabase, sumOfCosts, waitFor } from '../../support/gateway/index.js';
import { OidcProvider } from '../../support/oidc/index.js';
import { PricedUpstream } from '../crash/priced-upstream.js';

jest.setTimeout(120_000);

const upstream = new PricedUpstream('gpt-4o');
const other = new PricedUpstream('gpt-4o-mini');
let idp: OidcProvider;
let gateway: Gateway;
beforeAll(async () => {
  idp = await OidcProvider.start();
  const sections = {
    litellm_settings: { default_internal_user_params: { max_budget: 1000 } },
    general_settings: {
      enable_jwt_auth: true,
      litellm_jwtauth: {
        user_id_jwt_field: 'sub',
        user_email_jwt_field: 'email',
        team_ids_jwt_field: 'groups',
        org_id_jwt_field: 'org',
        end_user_id_jwt_field: 'customer',
        user_id_upsert: true,
      },
    },
  };
  const config = upstream.config(sections) as { model_list: object[] };
  const more = other.config() as { model_list: object[] };
  gateway = await Gateway.start({
    config: { ...config, model_list: [...config.model_list, ...more.model_list] },
    env: idp.environment,
  });
});
afterAll(async () => {
  await gateway.dispose();
  await idp.close();
});

interface Refusal {
  readonly error?: { readonly type: string; readonly message: string };
}

const chat = (key: string, model = upstream) =>
  callGateway<Refusal>(gateway, 'POST /v1/chat/completions', { key, body: model.body });

const ask = (route: string, body: object) => askAdmin(gateway, route, body);

const rowsOf = (column: 'user_id' | 'team_id', id: string, count: number) =>
  waitFor(`${String(count)} rows of ${id}`, async () => {
    const rows = await queryDatabase<{
      cost_nano: bigint;
      user_id: string;
      team_id: string;
      key_id: string;
      model_group: string;
    }>(
      gateway.databaseUrl,
      `SELECT cost_nano, user_id, team_id, key_id, model_group FROM tollgate.request_fact WHERE ${column} = $1`,
      [id],
    );
    return rows.length >= count ? rows : undefined;
  });

describe('a token of the identity provider', () => {
  it('is a caller of the data plane: its user is made with an audit row, and pays', async () => {
    const token = await idp.sign({ sub: 'ann', email: 'ann@example.com', customer: 'shop' });
    expect((await chat(token)).status).toBe(200);
    const rows = await rowsOf('user_id', 'ann', 1);
    expect(sumOfCosts(rows)).toBe(upstream.costNano);
    const info = await callGateway<{ user_info: object }>(gateway, 'GET /user/info?user_id=ann');
    expect(info.body.user_info).toMatchObject({
      user_email: 'ann@example.com',
      spend: Number(upstream.costNano) / 1e9,
      // the operator's default of new users
      max_budget: 1000,
    });
    const audit = await queryDatabase(
      gateway.databaseUrl,
      "SELECT actor_id FROM tollgate.audit_entry WHERE object_id = 'ann'",
    );
    expect(audit).toEqual([{ actor_id: 'identity provider' }]);
    const customers = await callGateway<{ user_id: string }[]>(gateway, 'GET /customer/list');
    expect(customers.body.map(({ user_id: name }) => name)).toContain('shop');
  });

  it('is one caller with every other token of the same user: a budget holds over all of them', async () => {
    await ask('POST /user/new', {
      user_id: 'bea',
      auto_create_key: false,
      max_budget: (1.5 * Number(upstream.costNano)) / 1e9,
    });
    const [first, second] = await Promise.all([idp.sign({ sub: 'bea', jti: '1' }), idp.sign({ sub: 'bea', jti: '2' })]);
    const answers = [await chat(first), await chat(second), await chat(first)];
    expect(answers.at(-1)).toMatchObject({ status: 422, body: { error: { type: 'budget_exceeded' } } });
    const rows = await rowsOf('user_id', 'bea', 2);
    expect(new Set(rows.map((row) => row.key_id)).size).toBe(1);
  });

  it('calls for the first of its teams that may use the model, under that team’s limits', async () => {
    await ask('POST /team/new', { team_id: 't-big', models: ['gpt-4o'] });
    await ask('POST /team/new', { team_id: 't-small', models: ['gpt-4o-mini'] });
    const token = await idp.sign({ sub: 'cyd', groups: ['t-none', 't-small', 't-big'] });
    expect((await chat(token)).status).toBe(200);
    expect((await chat(token, other)).status).toBe(200);
    expect((await rowsOf('team_id', 't-big', 1)).map((row) => row.model_group)).toEqual(['gpt-4o']);
    expect((await rowsOf('team_id', 't-small', 1)).map((row) => row.model_group)).toEqual(['gpt-4o-mini']);
    const foreign = await idp.sign({ sub: 'cyd', groups: ['t-small'] });
    expect(await chat(foreign)).toMatchObject({ status: 403, body: { error: { type: 'team_model_access_denied' } } });
  });

  it('of no team that is known is refused: it would stand under no limit', async () => {
    const refused = await chat(await idp.sign({ sub: 'ann', groups: ['t-nowhere'] }));
    expect(refused).toMatchObject({ status: 403, body: { error: { type: 'auth_error' } } });
    expect(refused.body.error?.message).toContain('user ann, team t-nowhere');
  });

  it('of a team of another organization is refused', async () => {
    expect((await chat(await idp.sign({ sub: 'ann', org: 'o-nowhere' }))).status).toBe(403);
  });

  it('is refused at once when its team or its user is blocked or gone', async () => {
    await ask('POST /team/new', { team_id: 't-gone' });
    const token = await idp.sign({ sub: 'dan', groups: ['t-gone'] });
    expect((await chat(token)).status).toBe(200);
    await ask('POST /team/block', { team_id: 't-gone' });
    await waitFor(
      'the token to be refused',
      async () => ((await chat(token)).status === 401 ? true : undefined),
      3_000,
    );
    await ask('POST /team/unblock', { team_id: 't-gone' });
    await waitFor('the token to be taken', async () => ((await chat(token)).status === 200 ? true : undefined), 3_000);
    await ask('POST /team/delete', { team_ids: ['t-gone'] });
    await waitFor(
      'the token to be refused',
      async () => ((await chat(token)).status === 403 ? true : undefined),
      3_000,
    );
  });

  it('is a caller of the admin API with the rights of its user, or of an admin by its scope', async () => {
    const user = await idp.sign({ sub: 'ann' });
    const me = await callGateway(gateway, 'GET /me', { key: user });
    expect(me.body).toMatchObject({ kind: 'token', user_id: 'ann', user_role: 'internal_user_viewer' });
    const refused = await callGateway(gateway, 'POST /team/new', { key: user, body: { team_id: 't-own' } });
    // as LiteLLM refuses what a role does not hold
    expect(refused.status).toBe(401);
    const admin = await idp.sign({ sub: 'root', scope: 'openid litellm_proxy_admin' });
    const made = await callGateway<{ key: string }>(gateway, 'POST /key/generate', {
      key: admin,
      body: { user_id: 'ann' },
    });
    expect(made.status).toBe(200);
    expect((await chat(made.body.key)).status).toBe(200);
    const [audit] = await queryDatabase(
      gateway.databaseUrl,
      "SELECT actor_id FROM tollgate.audit_entry WHERE resource = 'key' ORDER BY sequence DESC LIMIT 1",
    );
    expect(audit).toEqual({ actor_id: 'root' });
    // LiteLLM's default: an admin's token manages, and calls no model
    expect((await chat(admin)).status).toBe(403);
  });

  it('is whose address its id is, though somebody else has it for an id; and nobody by one that is not verified', async () => {
    const email = 'eve@example.com';
    await ask('POST /user/new', { user_id: 'eve', user_email: email, auto_create_key: false });
    await ask('POST /user/new', { user_id: 'other', auto_create_key: false });
    await queryDatabase(gateway.databaseUrl, "UPDATE tollgate.app_user SET id = $1 WHERE id = 'other'", [email]);
    const who = async (claims: Parameters<OidcProvider['sign']>[0]) =>
      (await callGateway<{ user_id?: string }>(gateway, 'GET /me', { key: await idp.sign(claims) })).body.user_id;
    expect(await who({ sub: email, email })).toBe('eve');
    expect(await who({ sub: email.toUpperCase() })).toBe('eve');
    expect(await who({ sub: 'fay', email, email_verified: true })).toBe('eve');
    expect(await who({ sub: 'gus', email, email_verified: false })).toBe('gus');
    const unverified = await callGateway(gateway, 'GET /me', {
      key: await idp.sign({ sub: email, email_verified: 'false' }),
    });
    expect(unverified.status).toBe(403);
  });

  it('makes its user without an address that is the id of somebody else', async () => {
    await ask('POST /user/new', { user_id: 'Hal@example.com', auto_create_key: false });
    expect((await chat(await idp.sign({ sub: 'hal', email: 'hal@example.com' }))).status).toBe(200);
    const made = await queryDatabase(gateway.databaseUrl, "SELECT email FROM tollgate.app_user WHERE id = 'hal'");
    expect(made).toEqual([{ email: null }]);
  });

  it.each([
    ['has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['is for others', { aud: 'others' }],
    ['is of another issuer', { iss: 'https://evil.example.com' }],
  ])('that %s is refused on both planes', async (_fault, claims) => {
    const token = await idp.sign({ sub: 'ann', ...claims });
    expect((await chat(token)).status).toBe(401);
    expect((await callGateway(gateway, 'GET /me', { key: token })).status).toBe(401);
  });
});

it('nobody asks the identity provider while its keys are known, also for tokens that are new, when it is gone', async () => {
  const before = idp.asked.length;
  await idp.close();
  expect((await chat(await idp.sign({ sub: 'ann', jti: 'later' }))).status).toBe(200);
  expect(idp.asked).toHaveLength(before);
});
