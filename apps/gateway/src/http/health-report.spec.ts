import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';
import { reportHealth } from './health-report.js';

const deployment = (id: string, group: string): Deployment =>
  ({
    id,
    group,
    target: {
      model: group.includes('*') ? '*' : group,
      litellmModel: `openai/${id}`,
      apiBase: `https://user:pass@${id}.internal:8443/v1?key=sk-in-the-address`,
    },
  }) as unknown as Deployment;

const chat = deployment('chat', 'chat');
const other = deployment('other', 'other');
const wild = deployment('wild', 'openai/*');
const any = deployment('any', '*');

const snapshot = {
  groups: new Map([
    ['chat', [chat]],
    ['other', [other]],
  ]),
  wildcards: [{ pattern: 'openai/*', regex: /^openai\/(.+)$/, deployments: [wild] }],
  defaultDeployments: [any],
  aliases: new Map([['short', { group: 'chat', hidden: false }]]),
  upstreamNames: new Map(),
  inferProvider: () => undefined,
} as unknown as Snapshot;

const caller = (more: Partial<Principal> = {}): Principal =>
  ({ kind: 'key', role: 'internal_user', models: [], teamModels: [], aliases: {}, ...more }) as unknown as Principal;

const failed = { last_failure_at: '2026-11-25T12:00:00.000Z', error: 'server-error', status: 500 };
const view = new Map([['other', { healthy: false, coolingDown: false, shown: failed }]]);

const report = (principal: Principal, of = snapshot) => reportHealth(principal, of, view);
const idsIn = (endpoints: unknown): unknown[] => (endpoints as { model_id: string }[]).map(({ model_id }) => model_id);
const idsOf = (principal: Principal): unknown[] => {
  const { healthy_endpoints, unhealthy_endpoints } = report(principal);
  return [...idsIn(healthy_endpoints), ...idsIn(unhealthy_endpoints)].sort();
};

describe('reportHealth', () => {
  it.each([
    ['the master key', { kind: 'master', role: 'proxy_admin' }],
    ['a proxy admin, whatever models its key has', { role: 'proxy_admin', models: ['chat'] }],
    ['a viewer', { role: 'proxy_admin_viewer', models: ['chat'] }],
  ] satisfies [string, Partial<Principal>][])(
    'shows %s every deployment with its address, without what is secret in it',
    (_name, who) => {
      const shown = report(caller(who));
      expect(idsOf(caller(who))).toEqual(['any', 'chat', 'other', 'wild']);
      expect(shown['unhealthy_endpoints']).toEqual([
        {
          model: 'openai/other',
          model_name: 'other',
          model_id: 'other',
          api_base: 'https://other.internal:8443/v1',
          ...failed,
        },
      ]);
      expect([shown['healthy_count'], shown['unhealthy_count']]).toEqual([3, 1]);
      expect(JSON.stringify(shown)).not.toMatch(/pass|sk-in-the-address/);
    },
  );

  it.each([
    ['internal_user', 'key'],
    ['internal_user_viewer', 'key'],
    ['org_admin', 'key'],
    ['internal_user', 'anonymous'],
    ['proxy_admin', 'anonymous'],
  ] as const)('shows no address to an %s (%s), also where every model is allowed', (role, kind) => {
    expect(idsOf(caller({ role, kind }))).toEqual(['any', 'chat', 'other', 'wild']);
    expect(JSON.stringify(report(caller({ role, kind })))).not.toMatch(/internal:8443|api_base/);
  });

  it.each([
    ['its exact model', { models: ['other'] }, ['other']],
    ['an alias of the operator’s', { models: ['short'] }, ['chat']],
    ['an alias of its own', { models: ['chat'], aliases: { mine: 'chat' } }, ['chat']],
    ['one model beneath a wildcard', { models: ['openai/gpt-4o'] }, ['wild']],
    ['a narrower wildcard', { models: ['openai/gpt-*'] }, ['wild']],
    [
      'what key and team both allow',
      { models: ['chat', 'other'], teamId: 't', teamModels: ['chat', 'openai/*'] },
      ['chat'],
    ],
    ['what the team allows of everything', { teamId: 't', teamModels: ['openai/gpt-4o'] }, ['wild']],
  ] satisfies [string, Partial<Principal>, string[]][])(
    'shows an ordinary key %s and nothing else',
    (_name, who, ids) => {
      expect(idsOf(caller(who))).toEqual(ids);
    },
  );

  it('shows an address that is none as empty rather than as it stands', () => {
    const odd = { ...chat, target: { ...chat.target, apiBase: 'sk-secret pasted' } } as Deployment;
    const shown = report(caller({ kind: 'master' }), { ...snapshot, groups: new Map([['chat', [odd]]]) });
    expect(JSON.stringify(shown)).not.toContain('sk-secret');
  });
});
