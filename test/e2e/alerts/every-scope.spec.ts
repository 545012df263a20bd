import { randomUUID } from 'node:crypto';
import { AlertReceiver, type ReceivedAlert } from '../../support/alerts/index.js';
import { askAdmin, createKey, startAt, waitFor } from '../../support/gateway/index.js';
import { PricedUpstream } from '../crash/priced-upstream.js';
import { alertAddresses, ALERTING, chat, inLedger, settled } from './alerting-gateway.js';

jest.setTimeout(120_000);

const PATIENCE_MS = 60_000;
const upstream = new PricedUpstream('gpt-4o-scopes');
const dollars = (calls: number): number => (calls * Number(upstream.costNano)) / 1e9;

const SCOPES = [
  'key',
  'user',
  'team',
  'team_member',
  'project',
  'organization',
  'organization_member',
  'end_user',
  'tag',
] as const;
type Scope = (typeof SCOPES)[number];
const MEMBERS: readonly Scope[] = ['team_member', 'organization_member'];
/** Fields of budgets that are called otherwise. */
const NAMES: Partial<Readonly<Record<Scope, string>>> = {
  team_member: 'max_budget_in_team',
  organization_member: 'max_budget_in_organization',
};

let receiver: AlertReceiver;
let running: Awaited<ReturnType<typeof startAt>>;
beforeAll(async () => {
  receiver = await AlertReceiver.start();
  running = await startAt('everything set', { config: upstream.config(ALERTING), env: alertAddresses(receiver) });
}, 60_000);
afterAll(async () => {
  await running.dispose();
  await receiver.stop();
}, 60_000);

const admin = (route: string, body: object) => askAdmin(running.gateway, route, body);

interface Caller {
  readonly key: string;
  readonly body: object;
  /** What alerts name each scope by. */
  readonly names: Readonly<Record<Scope, Readonly<Record<string, unknown>>>>;
}

/** A key that stands under everything at once; `money` of a scope is what its budget is set by. */
async function makeCaller(money: (scope: Scope) => object): Promise<Caller> {
  const [customer, tag, alias] = [`customer-${randomUUID()}`, `tag-${randomUUID()}`, `key-${randomUUID()}`];
  await admin('POST /customer/new', { user_id: customer, ...money('end_user') });
  await admin('POST /tag/new', { name: tag, ...money('tag') });
  const own = { organization_alias: 'o', models: [], ...money('organization') };
  const { organization_id } = await admin('POST /organization/new', own);
  const { user_id } = await admin('POST /user/new', { auto_create_key: false, ...money('user') });
  const member = { role: 'user', user_id };
  const inOrganization = { role: 'internal_user', user_id };
  await admin('POST /organization/member_add', {
    organization_id,
    member: inOrganization,
    ...money('organization_member'),
  });
  const { team_id } = await admin('POST /team/new', { organization_id, team_alias: 'crew', ...money('team') });
  await admin('POST /team/member_add', { team_id, member, ...money('team_member') });
  const { project_id } = await admin('POST /project/new', { team_id, project_alias: 'p', ...money('project') });
  const { key, hash } = await createKey(running.gateway, {
    team_id,
    user_id,
    project_id,
    key_alias: alias,
    ...money('key'),
  });
  return {
    key,
    body: { ...upstream.body, user: customer, metadata: { tags: [tag] } },
    names: {
      key: { token: hash, key_alias: alias, user_id, team_id, team_alias: 'crew', project_id, organization_id },
      user: { user_id, team_id: null, token: null },
      team: { team_id, team_alias: 'crew', user_id: null, organization_id },
      team_member: { team_id, user_id, token: null },
      project: { project_id, team_id },
      organization: { organization_id, team_id: null, user_id: null },
      organization_member: { organization_id, user_id, team_id: null },
      end_user: { customer_id: customer },
      tag: { tag },
    },
  };
}

const told = (scope: Scope, { names }: Caller): readonly ReceivedAlert['body'][] =>
  receiver.of('/webhook', { event_group: scope, ...names[scope] }).map(({ body }) => body);

const eventsOf = (scope: Scope, caller: Caller) => told(scope, caller).map(({ event }) => event);

describe('the budgets of everything that a call stands under', () => {
  it('are told of each for itself when one call crosses all soft ones', async () => {
    const { budget_id } = await admin('POST /budget/new', { soft_budget: dollars(1) });
    // members have none of their own, and the key has that of a shared budget
    const caller = await makeCaller((scope) =>
      MEMBERS.includes(scope) ? {} : scope === 'key' ? { budget_id } : { soft_budget: dollars(1) },
    );
    expect((await chat(running.gateway, caller.key, caller.body)).status).toBe(200);
    const soft = SCOPES.filter((scope) => !MEMBERS.includes(scope));
    await waitFor('an alert of each', () => soft.every((scope) => told(scope, caller).length === 1), PATIENCE_MS);
    await settled(running.gateway.databaseUrl);
    for (const scope of soft) expect([scope, eventsOf(scope, caller)]).toEqual([scope, ['soft_budget_crossed']]);
    expect(told('key', caller)).toMatchObject([{ spend: dollars(1), soft_budget: dollars(1), max_budget: null }]);
  });

  it.each(SCOPES)('are told of when that of the %s is spent, and when it refuses, as one', async (scope) => {
    const amount = { [NAMES[scope] ?? 'max_budget']: dollars(2) };
    const caller = await makeCaller((other) => (other === scope ? amount : {}));
    const call = async () => (await chat(running.gateway, caller.key, caller.body)).status;
    expect([await call(), await call(), await call(), await call()]).toEqual([200, 200, 422, 422]);
    await waitFor('the alert', () => told(scope, caller).length > 0, PATIENCE_MS);
    await settled(running.gateway.databaseUrl);
    const spent = told(scope, caller).filter(({ event }) => event === 'budget_crossed');
    expect(spent).toMatchObject([{ event: 'budget_crossed', spend: dollars(2), max_budget: dollars(2) }]);
    expect(spent).toHaveLength(1);
  });

  it.each(['key', 'team', 'organization', 'end_user', 'tag'] as const)(
    'are told of by model when that of the %s is spent, and when it refuses, as one',
    async (scope) => {
      const model_max_budget = { [upstream.model]: { budget_limit: dollars(2), time_period: '1d' } };
      const caller = await makeCaller((other) => (other === scope ? { model_max_budget } : {}));
      const call = async () => (await chat(running.gateway, caller.key, caller.body)).status;
      expect([await call(), await call(), await call()]).toEqual([200, 200, 422]);
      const event_group = `model_per_${scope === 'end_user' ? 'customer' : scope}`;
      const all = () => receiver.of('/webhook', { event_group, ...caller.names[scope] }).map(({ body }) => body);
      await waitFor('the alert', () => all().length > 0, PATIENCE_MS);
      await settled(running.gateway.databaseUrl);
      const spent = all().filter(({ event }) => event === 'budget_crossed');
      expect(spent).toMatchObject([{ model: upstream.model, spend: dollars(2), max_budget: dollars(2) }]);
      expect(String(spent[0]?.['event_message'])).toContain(`Budget for ${upstream.model}: Budget Crossed`);
    },
  );

  it('are told of when they refuse a call that what is left does not pay for, once', async () => {
    const caller = await makeCaller((scope) => (scope === 'team' ? { max_budget: dollars(0.01) } : {}));
    for (let call = 0; call < 3; call += 1)
      expect((await chat(running.gateway, caller.key, caller.body)).status).toBe(422);
    await waitFor('the alert', () => told('team', caller).length > 0, PATIENCE_MS);
    await settled(running.gateway.databaseUrl);
    expect(told('team', caller)).toHaveLength(1);
    expect(told('team', caller)[0]?.['event_message']).toMatch(/^Team Budget: Budget Crossed: a call was refused/);
  });

  it('are told of by their shares first: with 15 % left, with 5 % left, then when nothing is', async () => {
    const caller = await makeCaller((scope) => (scope === 'key' ? { max_budget: dollars(20) } : {}));
    let calls = 0;
    for (const stop of [17, 19, 20]) {
      for (; calls < stop; calls += 1) expect((await chat(running.gateway, caller.key, caller.body)).status).toBe(200);
      await inLedger(running.gateway.databaseUrl, String(caller.names.key['token']), stop);
      await settled(running.gateway.databaseUrl);
    }
    await waitFor('three alerts', () => told('key', caller).length === 3, PATIENCE_MS);
    expect(told('key', caller).map(({ event, spend }) => [event, spend])).toEqual([
      ['threshold_crossed', dollars(17)],
      ['threshold_crossed', dollars(19)],
      ['budget_crossed', dollars(20)],
    ]);
  });

  it('are told of anew when they were raised and are crossed again, and not when they are raised alone', async () => {
    const caller = await makeCaller((scope) => (scope === 'key' ? { soft_budget: dollars(1) } : {}));
    const call = async () => expect((await chat(running.gateway, caller.key, caller.body)).status).toBe(200);
    await call();
    await waitFor('the alert', () => told('key', caller).length === 1, PATIENCE_MS);
    await admin('POST /key/update', { key: caller.key, soft_budget: dollars(3) });
    await call();
    await inLedger(running.gateway.databaseUrl, String(caller.names.key['token']), 2);
    await settled(running.gateway.databaseUrl);
    expect(told('key', caller)).toHaveLength(1);
    await call();
    await waitFor('the second alert', () => told('key', caller).length === 2, PATIENCE_MS);
    expect(told('key', caller)[1]).toMatchObject({ event: 'soft_budget_crossed', soft_budget: dollars(3) });
  });
});
