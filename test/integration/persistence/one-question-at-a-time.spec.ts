import type pg from 'pg';
import { author, KeyHarness } from './support/key-harness.js';

describe('a connection', () => {
  let world: KeyHarness;
  beforeAll(async () => {
    world = await KeyHarness.start();
  });
  afterAll(() => world.stop());

  it('is asked one question after the other in an admin transaction, also for what belongs to what was found', async () => {
    let mostAtOnce = 0;
    world.ledger.database.pool.once('acquire', (client: pg.PoolClient) => {
      const ask = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      let atOnce = 0;
      const counted = (...args: unknown[]): Promise<unknown> => {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        return ask(...args).finally(() => --atOnce);
      };
      Object.assign(client, { query: counted });
    });
    const members = await world.controlPlane.change(author, async ({ tx }) => {
      await tx.appUser.create({ data: { id: 'member' } });
      await tx.team.create({ data: { id: 'team', members: { create: { userId: 'member' } } } });
      const found = await tx.team.findUnique({
        where: { id: 'team' },
        include: { members: true, keys: true, projects: true, organization: true },
      });
      return found?.members.map(({ userId }) => userId);
    });
    expect(members).toEqual(['member']);
    expect(mostAtOnce).toBe(1);
  });

  it('answers what is asked after a question of the same transaction that failed', async () => {
    const work = world.ledger.database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SAVEPOINT before`;
      await expect(tx.$queryRaw`SELECT 1 / 0`).rejects.toThrow();
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT before`;
      return tx.$queryRaw`SELECT 1 AS one`;
    });
    expect(await work).toEqual([{ one: 1 }]);
  });
});
