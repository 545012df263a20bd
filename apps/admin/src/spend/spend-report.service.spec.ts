import type { ActivityRepository, SpendSumsRepository } from '@tollgate/persistence';
import { ManualClock } from '../../../../test/support/time/index.js';
import { SpendReports } from './spend-report.service.js';

interface Day {
  readonly group_by_day: string;
  readonly customers: readonly { readonly customer: string; readonly metadata: readonly object[] }[];
  readonly metadata_is_cut?: true;
}

/** A report of a day on which so many customers, each dearer than the one before, called with one key. */
async function reportOf(count: number) {
  const entities = Array.from({ length: count }, (_, n) => ({
    day: '2026-01-01',
    entityId: `customer-${String(n)}`,
    costNano: BigInt(n),
  }));
  const asked: string[] = [];
  const activity = {
    dearestOfDays: () => Promise.resolve({ whole: [], keys: [], entities }),
    groupUsage: (_of: string, groups: readonly { readonly day: string; readonly id: string }[]) => {
      asked.push(...groups.map(({ id }) => id));
      return Promise.resolve(
        groups.map((group) => ({ ...group, modelGroup: 'm', keyId: 'k', costNano: 1n, tokens: 1 })),
      );
    },
    keyHashes: () => Promise.resolve(new Map()),
  };
  const reports = new SpendReports(
    {} as SpendSumsRepository,
    activity as unknown as ActivityRepository,
    new ManualClock(),
  );
  const query = { start_date: '2026-01-01', end_date: '2026-01-01', group_by: 'customer' } as const;
  const { body, headers } = await reports.report(query);
  const [day] = body as readonly Day[];
  return { asked, day, headers };
}

describe('a report of everybody', () => {
  it('says of the 200 dearest groups what they are made of, of the others what they cost, and that it does', async () => {
    const { asked, day, headers } = await reportOf(201);
    expect([asked.length, asked.includes('customer-0'), asked[0]]).toEqual([200, false, 'customer-200']);
    expect(day?.customers).toHaveLength(201);
    expect(day?.customers.filter(({ metadata }) => metadata.length === 0).map(({ customer }) => customer)).toEqual([
      'customer-0',
    ]);
    expect(day?.metadata_is_cut).toBe(true);
    expect(headers).toEqual({ 'x-has-more': 'true' });
  });

  it('says nothing of a cut where every group is told', async () => {
    const { asked, day } = await reportOf(200);
    expect(asked).toHaveLength(200);
    expect(day).not.toHaveProperty('metadata_is_cut');
  });
});
