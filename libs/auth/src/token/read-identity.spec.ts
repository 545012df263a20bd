import type { JwtIssuer, JwtSettings } from '@tollgate/config';
import type { JsonObject } from '@tollgate/kernel';
import { readIdentity } from './read-identity.js';
import { issuerOf, settingsOf } from './test-doubles.js';

function read(claims: JsonObject, fields: JwtIssuer['claims'] = {}, settings: Partial<JwtSettings> = {}) {
  return readIdentity(claims, issuerOf({ claims: { userId: 'sub', ...fields } }), settingsOf(settings));
}

function refusal(...args: Parameters<typeof read>): string {
  const outcome = read(...args);
  if (outcome.ok) throw new Error(`let in: ${JSON.stringify(outcome.value)}`);
  return `${outcome.error.code} ${outcome.error.message.replace('Authentication Error, ', '')}`;
}

describe('the claims of a token', () => {
  it('name user, address, teams, organization and customer where the settings say so', () => {
    const claims = { sub: 'ann', email: 'Ann@B.c', client_id: 't1', groups: ['t2', 't1'], org: 'o', end: 'shop' };
    const fields = {
      userEmail: 'email',
      teamId: 'client_id',
      teamIds: 'groups',
      organizationId: 'org',
      customer: 'end',
    };
    expect(read(claims, fields)).toMatchObject({
      ok: true,
      value: {
        userId: 'ann',
        userEmail: 'ann@b.c',
        teamIds: ['t1', 't2'],
        organizationId: 'o',
        customer: 'shop',
        models: [],
        allowedRoutes: ['openai_routes'],
      },
    });
  });

  it('are found by paths, by names with dots in them, and never in what an object inherits', () => {
    const claims = { sub: 'ann', realm: { access: { team: 't1' } }, 'https://b.c/team': 't2', a: { 'b.c': 't3' } };
    const teamsOf = (teamId: string) => {
      const outcome = read(claims, { teamId });
      return outcome.ok ? outcome.value.teamIds : outcome.error.code;
    };
    expect(
      ['realm.access.team', 'https://b.c/team', 'a.b\\.c', '__proto__.toString', '__proto__.x', 'a.b.c'].map(teamsOf),
    ).toEqual([['t1'], ['t2'], ['t3'], [], [], []]);
  });

  it.each([
    ['an object', { sub: { id: 'root' } }],
    ['a list', { sub: ['ann'] }],
    ['a boolean', { sub: true }],
    ['a fraction', { sub: 1.5 }],
    ['a text that no store holds', { sub: 'a\u0000b' }],
    ['half a character', { sub: '\ud800' }],
    ['a text without end', { sub: 'x'.repeat(257) }],
  ])('refuse a user that is %s', (_type, claims) => {
    expect(refusal(claims)).toMatch(/^invalid_token Token validation failed: claim sub is no /);
  });

  it.each([
    ['objects', [{ id: 't' }]],
    ['lists', [['t']]],
    ['too many', Array.from({ length: 201 }, (_one, index) => `t${String(index)}`)],
  ])('refuse teams that are %s', (_type, groups) => {
    expect(refusal({ sub: 'ann', groups }, { teamIds: 'groups' })).toMatch(/^invalid_token .*claim groups/);
  });

  it('take a number for a name, as identity providers write ids', () => {
    expect(read({ sub: 42 })).toMatchObject({ ok: true, value: { userId: '42' } });
  });

  it('refuse a number for an address', () => {
    expect(refusal({ sub: 'ann', email: 5 }, { userEmail: 'email' })).toMatch(
      /^invalid_token .*claim email is no text/,
    );
  });
});

describe('who is let in', () => {
  it('nobody who stands for nobody', () => {
    const message = 'No user or team id found in token. Token must belong to a proxy admin, team, or user.';
    expect(refusal({ email: 'a@b.c' })).toBe(`token_not_allowed ${message}`);
    expect(refusal({ sub: '' })).toBe(`token_not_allowed ${message}`);
  });

  it.each(['a@evil.com', 'a@b.c.evil.com', 'a@b.c@evil.com', 'a@evil.com@b.c', '@b.c', 'b.c', 'a@xb.c', undefined])(
    'of one mail domain alone, not %s',
    (email) => {
      const claims = { sub: 'ann', ...(email !== undefined && { email }) };
      expect(refusal(claims, { userEmail: 'email' }, { emailDomain: 'b.c' })).toBe(
        'token_not_allowed Email domain not allowed. Allowed domain: b.c',
      );
    },
  );

  it('of that domain, unless the provider says that the address is not proven', () => {
    const settings = { emailDomain: 'b.c' };
    expect(read({ sub: 'ann', email: 'ann@B.C' }, { userEmail: 'email' }, settings).ok).toBe(true);
    expect(
      refusal({ sub: 'ann', email: 'ann@b.c', email_verified: false }, { userEmail: 'email' }, settings),
    ).toContain('Email domain');
  });

  it.each([false, 'false', 'False'])(
    'under no address that the provider says is not verified: email_verified %j',
    (email_verified) => {
      const claims = { sub: 'ann', email: 'root@b.c', email_verified };
      const outcome = read(claims, { userEmail: 'email' });
      expect(outcome).toMatchObject({ ok: true, value: { userId: 'ann' } });
      expect(outcome.ok && outcome.value).not.toHaveProperty('userEmail');
      const byAddress = /^token_not_allowed .*email_verified/;
      expect(refusal({ ...claims, sub: '' }, { userEmail: 'email' })).toMatch(byAddress);
      expect(refusal(claims, { userId: 'email' })).toMatch(byAddress);
      for (const more of [{}, { team: 't1' }, { scope: 'litellm_proxy_admin' }])
        expect(refusal({ ...claims, sub: 'Root@b.c', ...more }, { teamId: 'team' })).toMatch(byAddress);
    },
  );

  it.each([true, 'true', undefined, null])('under an address of which it says no such thing: %j', (email_verified) => {
    const claims = { sub: 'ann', email: 'ann@b.c', ...(email_verified !== undefined && { email_verified }) };
    expect(read(claims, { userEmail: 'email' })).toMatchObject({ ok: true, value: { userEmail: 'ann@b.c' } });
  });

  it('with one of the roles that are allowed', () => {
    const userRoles = { field: 'resource.roles', allowed: ['dev'] };
    expect(read({ sub: 'ann', resource: { roles: ['ops', 'dev'] } }, {}, { userRoles }).ok).toBe(true);
    expect(refusal({ sub: 'ann', resource: { roles: ['ops'] } }, {}, { userRoles })).toMatch(
      /^token_not_allowed .*roles/,
    );
  });

  it('with a team where one is asked for, or under the default one', () => {
    expect(refusal({ sub: 'ann' }, {}, { needsTeam: true })).toMatch(/^token_not_allowed No teams found/);
    const settings = { needsTeam: true, defaultTeamId: 't0' };
    expect(read({ sub: 'ann' }, {}, settings)).toMatchObject({ ok: true, value: { teamIds: ['t0'] } });
  });
});

describe('admins', () => {
  it.each([
    { scope: 'openid litellm_proxy_admin' },
    { scope: ['litellm_proxy_admin'] },
    { scp: 'litellm_proxy_admin' },
  ])('are by their scope: %j', (claims) => {
    expect(read({ sub: 'ann', client_id: 't1', ...claims }, { teamId: 'client_id' })).toMatchObject({
      ok: true,
      value: { role: 'proxy_admin', teamIds: [], allowedRoutes: ['management_routes'] },
    });
  });

  it.each(['xlitellm_proxy_admin', 'litellm_proxy_admin_viewer', 'LITELLM_PROXY_ADMIN', 'litellm_proxy_admin\t'])(
    'are not by a scope that only looks like it: %j',
    (scope) => {
      const outcome = read({ sub: 'ann', scope });
      expect(outcome.ok && outcome.value.role).toBeUndefined();
    },
  );
});

describe('roles', () => {
  const settings = {
    rolesField: 'roles',
    objectIdField: 'object',
    roleMappings: [
      { role: 'api.consumer', means: 'team' },
      { role: 'api.user', means: 'internal_user' },
      { role: 'api.root', means: 'proxy_admin' },
    ],
  } as const;

  it('say what the token’s object is', () => {
    expect(read({ roles: ['api.consumer'], object: 'x' }, {}, settings)).toMatchObject({
      ok: true,
      value: { teamIds: ['x'] },
    });
    expect(read({ roles: 'api.user', object: 'x' }, {}, settings)).toMatchObject({
      ok: true,
      value: { userId: 'x', teamIds: [] },
    });
    expect(read({ roles: ['api.root'] }, {}, settings)).toMatchObject({ ok: true, value: { role: 'proxy_admin' } });
  });

  it('give a user’s role by patterns, the first that fits', () => {
    const userRoleMappings = [
      { role: 'llm-*-viewer', means: 'proxy_admin_viewer' },
      { role: 'llm-*', means: 'internal_user' },
    ] as const;
    const roleOf = (role: string) => {
      const outcome = read({ sub: 'ann', roles: [role] }, {}, { rolesField: 'roles', userRoleMappings });
      return outcome.ok ? outcome.value.role : outcome.error.code;
    };
    expect(['llm-eu-viewer', 'llm-dev', 'other'].map(roleOf)).toEqual([
      'proxy_admin_viewer',
      'internal_user',
      undefined,
    ]);
  });

  it('restrict models and routes, and give nothing to whoever has none', () => {
    const rolePermissions = [{ role: 'team', models: ['m'], routes: ['/v1/models'] }] as const;
    expect(read({ sub: 'ann', t: 'x' }, { teamId: 't' }, { rolePermissions })).toMatchObject({
      ok: true,
      value: { models: ['m'], allowedRoutes: ['/v1/models'] },
    });
    expect(refusal({ sub: 'ann' }, {}, { rolePermissions })).toMatch(/^token_not_allowed None of its scopes and roles/);
  });
});

describe('scopes', () => {
  const scopeMappings = [
    { scope: 'small', models: ['mini', 'nano'], routes: [] },
    { scope: 'big', models: ['max'], routes: [] },
    { scope: 'all', models: [], routes: [] },
  ];
  const modelsOf = (scope: string, more: Partial<JwtSettings> = {}) => {
    const outcome = read({ sub: 'ann', scope }, {}, { scopeMappings, ...more });
    return outcome.ok ? outcome.value.models : outcome.error.code;
  };

  it('add up, and none of them gives nothing', () => {
    expect(['small', 'small big', 'big all', 'openid'].map((scope) => modelsOf(scope))).toEqual([
      ['mini', 'nano'],
      ['mini', 'nano', 'max'],
      [],
      'token_not_allowed',
    ]);
  });

  it('and roles have to agree', () => {
    const rolePermissions = [{ role: 'internal_user', models: ['nano', 'max'], routes: [] }] as const;
    expect(modelsOf('small', { rolePermissions })).toEqual(['nano']);
    const others = [{ role: 'internal_user', models: ['other'], routes: [] }] as const;
    expect(modelsOf('small', { rolePermissions: others })).toEqual(['no-default-models']);
  });
});
