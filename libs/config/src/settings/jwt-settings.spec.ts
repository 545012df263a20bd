import { ConfigFolder } from '../test-doubles.js';

const configs = new ConfigFolder();

const KEYS = { JWT_PUBLIC_KEY_URL: 'https://idp.example.com/jwks' };

describe('enable_jwt_auth', () => {
  it('is off, whatever litellm_jwtauth says, until it is on', () => {
    expect(
      configs.loaded('general_settings: { litellm_jwtauth: { user_id_jwt_field: sub } }', KEYS).settings.jwt,
    ).toBeUndefined();
  });

  it('reads LiteLLM’s settings and its variables', () => {
    const text = `general_settings:
  enable_jwt_auth: true
  litellm_jwtauth:
    user_id_jwt_field: sub
    team_ids_jwt_field: groups
    user_id_upsert: true
    user_allowed_email_domain: B.c
    public_key_ttl: 60`;
    const environment = { ...KEYS, JWT_AUDIENCE: 'a, b', JWT_ISSUER: 'https://idp.example.com' };
    expect(configs.loaded(text, environment).settings.jwt).toEqual({
      issuers: [
        {
          issuer: 'https://idp.example.com',
          audience: ['a', 'b'],
          keyUrls: ['https://idp.example.com/jwks'],
          claims: { userId: 'sub', teamIds: 'groups' },
        },
      ],
      keyTtlMs: 60_000,
      adminScope: 'litellm_proxy_admin',
      adminRoutes: ['management_routes', 'spend_tracking_routes', 'global_spend_tracking_routes', 'info_routes'],
      teamRoutes: ['openai_routes', 'info_routes'],
      createsUsers: true,
      needsTeam: false,
      emailDomain: 'b.c',
      roleMappings: [],
      userRoleMappings: [],
    });
  });

  it('takes several issuers, each with its own claims over the common ones', () => {
    const text = `general_settings:
  enable_jwt_auth: true
  litellm_jwtauth:
    user_id_jwt_field: sub
    issuers:
      - { issuer: "https://a.example.com/", audience: tollgate }
      - { issuer: "https://b.example.com", disable_audience_validation: true, jwks_url: "https://b.example.com/keys", user_id_jwt_field: uid }`;
    expect(configs.loaded(text).settings.jwt?.issuers).toEqual([
      {
        issuer: 'https://a.example.com/',
        audience: ['tollgate'],
        keyUrls: ['https://a.example.com/.well-known/openid-configuration'],
        claims: { userId: 'sub' },
      },
      { issuer: 'https://b.example.com', keyUrls: ['https://b.example.com/keys'], claims: { userId: 'uid' } },
    ]);
  });

  const problemsOf = (jwtauth: string, environment: Readonly<Record<string, string>> = KEYS) =>
    configs.problemsOf(`general_settings: { enable_jwt_auth: true, litellm_jwtauth: ${jwtauth} }`, environment);

  it.each([
    ['{}', {}, /enable_jwt_auth: needs to know whose tokens: set JWT_PUBLIC_KEY_URL, or litellm_jwtauth.issuers/],
    ['{}', { JWT_PUBLIC_KEY_URL: 'idp' }, /have to be addresses/],
    ['{ issuers: [{ issuer: "https://a.example.com" }] }', {}, /https:\/\/a.example.com needs an audience/],
    ['{ custom_validate: my.check }', KEYS, /custom_validate: not served, and what it says of callers would not hold/],
    ['{ user_id_jwt_feild: sub }', KEYS, /user_id_jwt_feild: not served/],
    ['{ user_roles_jwt_field: roles }', KEYS, /need each other/],
    ['{ object_id_jwt_field: sub }', KEYS, /needs role_mappings/],
    ['{ role_mappings: [{ role: a, internal_role: team }] }', KEYS, /need roles_jwt_field/],
    ['{ scope_mappings: [{ scope: a }] }', KEYS, /enforce_scope_based_access: true/],
    [
      '{ role_mappings: [{ role: a, internal_role: root }], roles_jwt_field: r }',
      KEYS,
      /expected proxy_admin, team or internal_user/,
    ],
  ])('does not start with %s', (jwtauth, environment, problem) => {
    expect(problemsOf(jwtauth, environment)).toEqual([expect.stringMatching(problem)]);
  });
});
