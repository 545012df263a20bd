import { webhookSink } from '@tollgate/callbacks';
import {
  DEVIATIONS,
  faultsOf,
  isDescribed,
  relaxed,
  type CallPart,
} from '../../../support/litellm-schemas/check-litellm.js';
import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { CHANGES, makeChange } from '../support/changes.js';
import { completionRecord } from '../support/completion-record.js';
import { askable, bodyOf, REFUSING_ROUTES, ROUTES } from '../support/routes.js';
import { makeTenant, nameIn, nameInPath, type Objects } from '../support/tenant.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

/** Parts of calls of which LiteLLM's document says something; fewer would mean that it is read no more. */
const DESCRIBED_MIN: Readonly<Record<CallPart, number>> = { query: 32, body: 63, answer: 64 };

/** Of the days that reports are asked for. */
const DAY = Date.UTC(2026, 4, 1, 12);

/** Whoever is a user may join it. */
const OPEN_TEAM = 'team-of-everybody';

const TAKEN: readonly number[] = [200, 201, 204];

/** A call that is taken, of what is there. */
interface WellFormed {
  readonly path: string;
  readonly body: object | undefined;
}

/** Of the routes that change something: what stands for any call of them. */
const BODIES = ROUTES.flatMap((route) => (bodyOf(route) === undefined ? [] : [[route, bodyOf(route)] as const]));

describe("LiteLLM's own OpenAPI document", () => {
  let admin: TestAdmin;
  let objects: Objects;
  let memberKey: string;

  beforeAll(async () => {
    const own = settings([]).admin;
    admin = await startAdmin({
      admin: { ...own, users: { ...own.users, availableTeams: [OPEN_TEAM] } },
      // a test of it is taken, whatever comes of it
      eventSinks: [webhookSink('webhook', 'http://127.0.0.1:9/')],
    });
    await admin.call('POST /team/new', { body: { team_id: OPEN_TEAM } });
    objects = { ...(await makeTenant(admin)), ...(await makeMore(admin)) };
    const [team_id, user_id] = [objects['team_id'] ?? '', objects['user_id'] ?? ''];
    const key = await admin.makeKey({ team_id, user_id });
    memberKey = key.secret;
    const labels = { tagIds: [admin.newId()], customerId: admin.newId(), customer: 'ann' };
    const holders = { teamId: team_id, userId: user_id, organizationId: objects['organization_id'] ?? '' };
    for (const day of [DAY, admin.clock.now()])
      await admin.ship(completionRecord(admin.newId(), key, day, { ...holders, ...labels }));
  });
  afterAll(() => admin.close());

  it.each(ROUTES.filter((route) => !REFUSING_ROUTES.includes(route)))(
    '%s: a call that is taken, and its answer, are as it says',
    async (route) => {
      const { path, body } = await wellFormed(admin, route, objects);
      const { status, body: answer } = await admin.call(path, { body, ...(isOfMember(route) && { key: memberKey }) });
      expect({ isTaken: TAKEN.includes(status), status, answer }).toEqual({ isTaken: true, status, answer });
      const query = Object.fromEntries(new URL(path.split(' ')[1] ?? '', admin.base).searchParams);
      const faults = faultsOfCall(route, { query, body, answer });
      const excepted = DEVIATIONS.routes.filter((exception) => exception.route === route).map(({ part }) => part);
      expect(excepted.length === 0 ? faults : {}).toEqual({});
      // what is excepted has to be at fault
      expect(Object.keys(faults)).toEqual(excepted);
      // an empty list says nothing of what stands in it
      if (isDescribed(route, 'answer')) expect(answer).not.toEqual([]);
    },
  );

  it.each(BODIES)('%s: the body that other tests of every route send is as it says', (route, body) => {
    expect(faultsOf(route, 'body', body)).toEqual([]);
  });

  it.each(['query', 'body', 'answer'] as const)(
    'describes each %s of many routes, and each of them is tried',
    (part) => {
      const described = ROUTES.filter((route) => isDescribed(route, part));
      console.info(
        `LiteLLM's document describes the ${part} of ${String(described.length)} of ${String(ROUTES.length)} routes`,
      );
      expect(described.length).toBeGreaterThanOrEqual(DESCRIBED_MIN[part]);
    },
  );

  it.each([
    ['query', 'GET /key/list', { page: 'one' }],
    ['body', 'POST /team/new', { max_budget: 'much' }],
    ['body', 'POST /key/block', {}],
    ['answer', 'POST /key/generate', { key: 5 }],
    ['answer', 'GET /v2/team/list', { teams: {} }],
  ] as const)('finds fault with a %s of %s that is none', (part, route, value) => {
    expect(faultsOf(route, part, value)).not.toEqual([]);
  });

  it.each(DEVIATIONS.definitions.map((relaxation) => [relaxation.definition, relaxation] as const))(
    '%s is read with less for a reason, and has it to be left out',
    (_, relaxation) => {
      expect(relaxation.reason.length).toBeGreaterThan(10);
      expect(() => relaxed([relaxation])).not.toThrow();
    },
  );
});

type Call = Readonly<Record<CallPart, unknown>>;

/** By the part of the call. */
function faultsOfCall(route: string, call: Call): Partial<Record<CallPart, readonly string[]>> {
  const faults = (['query', 'body', 'answer'] as const).map(
    (part) => [part, faultsOf(route, part, call[part])] as const,
  );
  return Object.fromEntries(faults.filter(([, found]) => found.length > 0));
}

async function wellFormed(admin: TestAdmin, route: string, objects: Objects): Promise<WellFormed> {
  if (CHANGES[route] !== undefined) return makeChange(admin, route);
  const asked = route === 'GET /key/info' ? `${route}?key=absent` : askable(route);
  return { path: nameInPath(asked, objects), body: nameIn(bodyOf(route), '', objects) as object | undefined };
}

/** Of himself, which the master key is not. */
function isOfMember(route: string): boolean {
  return route.endsWith('/members/me');
}

/** What only some routes name. */
async function makeMore(admin: TestAdmin): Promise<Objects> {
  const [model, tag] = [`model-${admin.newId()}`, await admin.makeTag({ max_budget: 1 })];
  const prices = { input_cost_per_token: 0.5, output_cost_per_token: 0.5 };
  const model_id = await admin.makeModel({ name: model, params: { model: 'mock/echo', ...prices } });
  const other = `model-${admin.newId()}`;
  await admin.makeModel({ name: other });
  await admin.call('POST /fallback', { body: { model, fallback_models: [other] } });
  const customer = await admin.makeCustomer({ max_budget: 1 });
  const { id: access_group_id, name: access_group } = await admin.makeAccessGroup();
  return {
    model,
    model_id,
    name: tag,
    names: tag,
    end_user_id: customer,
    credential_name: await admin.makeCredential(),
    access_group,
    access_group_id,
    service: 'webhook',
  };
}
