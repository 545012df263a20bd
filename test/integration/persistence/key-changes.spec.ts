import { createHash } from 'node:crypto';
import type { EpochChange } from '@tollgate/auth';
import { author, KeyHarness } from './support/key-harness.js';

const allowed = (): undefined => undefined;

describe('changes of virtual keys', () => {
  let world: KeyHarness;
  beforeAll(async () => (world = await KeyHarness.start()));
  beforeEach(() => world.renew());
  afterAll(() => world.stop());

  it('raise the epoch and name themselves with each change, and with none that changed nothing', async () => {
    const before = await world.epochs.current();
    const key = await world.create();
    await world.keys.update(key.id, { models: ['claude'] }, author, allowed);
    await world.keys.setBlocked(key.id, true, author);
    await world.keys.setBlocked(key.id, false, author);
    await world.keys.delete([key.id], author);
    expect(await world.keys.update(key.id, {}, author, allowed)).toBeUndefined();
    expect(await world.keys.setBlocked(key.id, true, author)).toBeUndefined();
    expect((await world.keys.create({ hash: key.hash, name: 'sk-...', settings: {} }, author)).ok).toBe(false);
    const changes: readonly EpochChange[] = await world.epochs.changesSince(before);
    expect(changes.map((change) => [change.epoch - before, change.kind, change.id])).toEqual(
      [1n, 2n, 3n, 4n, 5n].map((epoch) => [epoch, 'key', key.id]),
    );
    expect(await world.epochs.current()).toBe(before + 5n);
  });

  it('keep nothing of a change that failed: no row, no epoch, no audit', async () => {
    const before = [
      await world.epochs.current(),
      await world.ledger.count('audit_entry'),
      await world.ledger.count('app_user'),
    ];
    const failing = world.controlPlane.change(author, async (change) => {
      await change.tx.appUser.create({ data: { id: `half-${world.count}` } });
      change.touch('user', `half-${world.count}`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([
      await world.epochs.current(),
      await world.ledger.count('audit_entry'),
      await world.ledger.count('app_user'),
    ]).toEqual(before);
  });

  it('leave an audit without gaps whose hashes form a chain, under simultaneous writers', async () => {
    const key = await world.create();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => world.keys.update(key.id, { tags: [`t${index}`] }, author, allowed)),
    );
    const rows = await world.ledger.database.prisma.auditEntry.findMany({ orderBy: { sequence: 'asc' } });
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_row, index) => BigInt(index + 1)));
    let previous: Uint8Array = new Uint8Array(32);
    for (const row of rows) {
      const said = [
        String(row.sequence),
        row.at.getTime(),
        String(row.epoch),
        row.actorId,
        row.actorKeyHash,
        row.changedBy,
      ];
      const about = [row.action, row.resource, row.objectId, row.teamId, row.before, row.after];
      const hash = createHash('sha256')
        .update(previous)
        .update(JSON.stringify([...said, ...about]))
        .digest();
      expect(Buffer.from(row.hash).equals(hash)).toBe(true);
      previous = row.hash;
    }
    expect(JSON.stringify(rows.map((row) => [row.before, row.after]))).not.toContain(world.secret());
  });
});
