import { labelId } from '@tollgate/canonical';
import { completionRecord } from '../support/completion-record.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const DAY_MS = 86_400_000;
/** More than are told whole. */
const MANY = 10_010;
const BATCH = 1_001;
/** Of each day. */
const SHOWN = 100;
const NANO = 1_000_000_000;

interface Activity {
  readonly results: readonly {
    readonly metrics: object;
    readonly breakdown: Readonly<Record<string, Readonly<Record<string, { readonly metrics: Metrics } & Keyed>>>>;
  }[];
  readonly metadata: object;
}
interface Metrics {
  readonly spend: number;
  readonly api_requests: number;
}
interface Keyed {
  readonly api_key_breakdown: Readonly<Record<string, { readonly metrics: Metrics }>>;
}

describe('what thousands used', () => {
  let admin: TestAdmin;
  let range: string;
  let today: string;
  const keys: { readonly id: string; readonly hash: string }[] = [];
  /** The nth key, team, customer and user: that of the nth call, which costs n + 1 dollars. */
  const dollars = (n: number): number => n + 1;
  const total = (MANY * (MANY + 1)) / 2;

  beforeAll(async () => {
    admin = await startAdmin();
    const now = admin.clock.now();
    today = new Date(now).toISOString().slice(0, 10);
    range = `start_date=${new Date(now - 6 * DAY_MS).toISOString().slice(0, 10)}&end_date=${today}`;
    for (let n = 0; n < MANY; n += 1) keys.push({ id: admin.newId(), hash: String(n) });
    for (let first = 0; first < MANY; first += BATCH)
      await admin.ship(
        ...keys.slice(first, first + BATCH).map((key, index) => {
          const n = String(first + index);
          return completionRecord(admin.newId(), key, now, {
            costNano: String(BigInt(dollars(first + index)) * BigInt(NANO)),
            userId: `user-${n}`,
            teamId: `team-${n}`,
            customer: `customer-${n}`,
            customerId: labelId('customer', key.id, `customer-${n}`),
            tags: [],
            windows: [],
          });
        }),
      );
    await admin.addUpActivity();
  });
  afterAll(() => admin.close());

  const last = MANY - 1;
  const idOf = (n: number): string => keys[n]?.id ?? '';
  const get = async <T>(path: string): Promise<{ readonly body: T; readonly hasMore: string | null }> => {
    const { status, body, headers } = await admin.call<T>(`GET ${path}`);
    expect(status).toBe(200);
    return { body, hasMore: headers.get('x-has-more') };
  };

  it.each(['user', 'team', 'customer'])(
    'is told by day: of a %s and of a key the dearest, all else whole',
    async (of) => {
      const { body } = await get<Activity>(`/${of}/daily/activity?${range}`);
      expect(body.metadata).toMatchObject({
        total_spend: total,
        total_api_requests: MANY,
        api_key_limit: SHOWN,
        breakdown_is_cut: true,
      });
      expect(body.results).toMatchObject([{ date: today, metrics: { spend: total, api_requests: MANY } }]);
      const breakdown = body.results[0]?.breakdown ?? {};
      for (const part of of === 'customer' ? ['models', 'providers'] : ['models', 'providers', 'endpoints']) {
        const [entry, ...others] = Object.values(breakdown[part] ?? {});
        expect(others).toEqual([]);
        expect(entry?.metrics).toMatchObject({ spend: total, api_requests: MANY });
        expect(entry?.api_key_breakdown[idOf(last)]?.metrics.spend).toBe(dollars(last));
      }
      expect(Object.keys(breakdown['api_keys'] ?? {})).toHaveLength(SHOWN);
      expect(breakdown['api_keys']?.[idOf(last - SHOWN + 1)]?.metrics.spend).toBe(dollars(last - SHOWN + 1));
      const entities = breakdown['entities'] ?? {};
      expect(Object.keys(entities)).toHaveLength(SHOWN);
      expect(entities[`${of}-${String(last)}`]).toMatchObject({
        metrics: { spend: dollars(last), api_requests: 1 },
        api_key_breakdown: { [idOf(last)]: { metrics: { spend: dollars(last) } } },
      });
    },
  );

  it('is told whole of one that is named', async () => {
    const { body } = await get<Activity>(`/team/daily/activity?${range}&team_ids=team-0`);
    expect(body.metadata).toMatchObject({ total_spend: dollars(0), api_key_limit: null });
    expect(body.metadata).not.toHaveProperty('breakdown_is_cut');
    expect(Object.keys(body.results[0]?.breakdown['api_keys'] ?? {})).toEqual([idOf(0)]);
  });

  it.each([
    ['team', 'team_name'],
    ['customer', 'customer'],
  ])('is billed by %s to the dearest of each day, and a header says that there are more', async (of, name) => {
    const { body, hasMore } = await get<readonly Record<string, unknown>[]>(
      `/global/spend/report?${range}&group_by=${of}`,
    );
    const bills = body[0]?.[`${of}s`] as readonly object[];
    expect([body.length, bills.length, hasMore]).toEqual([1, SHOWN, 'true']);
    expect(bills[0]).toEqual({
      [name]: `${of}-${String(last)}`,
      total_spend: dollars(last),
      metadata: [{ model: 'priced', spend: dollars(last), total_tokens: 30, api_key: idOf(last) }],
    });
    const named = await get<readonly object[]>(`/global/spend/report?${range}&${of}_id=${of}-0`);
    expect([named.body.length, named.hasMore]).toEqual([1, 'false']);
  });

  it('is billed to the dearest keys, and a header says that there are more', async () => {
    const { body, hasMore } = await get<readonly object[]>(`/global/spend/report?${range}&group_by=api_key`);
    expect([body.length, hasMore]).toEqual([2_000, 'true']);
    const costs = { total_cost: dollars(last), total_input_tokens: 20, total_output_tokens: 10 };
    expect(body[0]).toEqual({ api_key: idOf(last), ...costs, model_details: [{ model: 'priced', ...costs }] });
  });

  it('is summed by day with the dearest keys and users, and a header says that there are more', async () => {
    const { body, hasMore } = await get<readonly Record<string, unknown>[]>(`/spend/logs?${range}`);
    const ofToday = body.at(-1) ?? {};
    expect(ofToday).toMatchObject({
      startTime: today,
      spend: total,
      models: { 'openai/priced-model': total },
      [idOf(last)]: dollars(last),
    });
    const users = ofToday['users'] as Record<string, number>;
    expect(users[`user-${String(last)}`]).toBe(dollars(last));
    expect([Object.keys(users).length, Object.keys(ofToday).length - 4, hasMore]).toEqual([SHOWN, SHOWN, 'true']);
    expect((await get(`/spend/logs?${range}&user_id=user-0`)).hasMore).toBe('false');
  });
});
