import type { JsonObject } from '@tollgate/kernel';
import { AuditRepository } from '@tollgate/persistence';
import { author, KeyHarness } from './support/key-harness.js';

describe('the audit', () => {
  let harness: KeyHarness;
  let audit: AuditRepository;

  beforeEach(async () => {
    harness = await KeyHarness.start();
    audit = new AuditRepository(harness.ledger.database);
    for (let count = 0; count < 3; count += 1) {
      harness.renew();
      await harness.create({ metadata: { 'z.last': 1, 10: ['a', null], rate: 1e21, text: 'ä\n' } });
    }
  });
  afterEach(() => harness.stop());

  const tamper = (sql: string): Promise<unknown> => harness.ledger.database.pool.query(sql);

  it('is whole, and names its last row', async () => {
    const { rows, head, fault } = await audit.verify();
    expect([rows, head?.sequence, fault]).toEqual([3, 3n, undefined]);
    expect(head?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is whole while it is empty', async () => {
    await tamper('DELETE FROM tollgate.audit_entry');
    expect(await audit.verify()).toEqual({ rows: 0 });
  });

  it.each([
    ["UPDATE tollgate.audit_entry SET actor_id = 'nobody' WHERE sequence = 2", 2n, 'changed'],
    ["UPDATE tollgate.audit_entry SET after = '{}' WHERE sequence = 1", 1n, 'changed'],
    ["UPDATE tollgate.audit_entry SET at = at + interval '1 second' WHERE sequence = 3", 3n, 'changed'],
    ['DELETE FROM tollgate.audit_entry WHERE sequence = 2', 2n, 'missing'],
    ['DELETE FROM tollgate.audit_entry WHERE sequence = 1', 1n, 'missing'],
  ])('tells of %s', async (sql, sequence, what) => {
    await tamper(sql);
    expect((await audit.verify()).fault).toEqual({ sequence, what });
  });

  it.each([
    "actor_key_hash = 'another'",
    "changed_by = 'another'",
    "action = 'deleted'",
    "resource = 'team'",
    "object_id = 'another'",
    "team_id = 'another'",
    "before = '{}'",
    'epoch = epoch + 1',
  ])('tells of a row with %s', async (change) => {
    await tamper(`UPDATE tollgate.audit_entry SET ${change} WHERE sequence = 2`);
    expect((await audit.verify()).fault).toEqual({ sequence: 2n, what: 'changed' });
  });

  it('tells of rows that moved up into a gap', async () => {
    await tamper('DELETE FROM tollgate.audit_entry WHERE sequence = 2');
    await tamper('UPDATE tollgate.audit_entry SET sequence = 2 WHERE sequence = 3');
    expect((await audit.verify()).fault).toEqual({ sequence: 2n, what: 'changed' });
  });

  it('has another head when its end was cut off', async () => {
    const { head } = await audit.verify();
    await tamper('DELETE FROM tollgate.audit_entry WHERE sequence = 3');
    const cut = await audit.verify();
    expect(cut.fault).toBeUndefined();
    expect(cut.head).not.toEqual(head);
  });

  it('is whole after a change that leaves more rows than are written at once', async () => {
    await harness.controlPlane.change(author, (change) => {
      for (let count = 0; count < 250; count += 1) {
        change.touch('tag', String(count));
        change.note({ action: 'created', resource: 'tag', objectId: String(count), before: null, after: { count } });
      }
      return Promise.resolve();
    });
    expect(await audit.verify()).toMatchObject({ rows: 253, head: { sequence: 253n } });
    await tamper('DELETE FROM tollgate.audit_entry WHERE sequence = 104');
    expect((await audit.verify()).fault).toEqual({ sequence: 104n, what: 'missing' });
  });

  it('has no object that grew beyond its bound, but what an import brings', async () => {
    const large = (bytes: number) => ({ metadata: { a: 'x'.repeat(bytes) } });
    const write = (before: object | null, after: object, by: object = {}) =>
      harness.controlPlane.change({ ...author, ...by }, (change) => {
        change.touch('team', 't');
        const note = { action: 'updated', resource: 'team', objectId: 't' } as const;
        change.note({ ...note, before: before as JsonObject | null, after: after as JsonObject });
        return Promise.resolve();
      });
    await expect(write(null, large(70_000))).rejects.toThrow('take 65536 bytes at most');
    await expect(write(large(70_000), large(70_001))).rejects.toThrow('take 65536 bytes at most');
    expect((await audit.verify()).rows).toBe(3);
    await write(large(70_001), large(70_000));
    await write(null, large(65_000));
    await write(null, large(70_000), { isImport: true });
    expect(await audit.verify()).toMatchObject({ rows: 6, head: { sequence: 6n } });
  });

  it('gets no change past it that leaves no row: nothing of it is kept', async () => {
    const [row] = await harness.ledger.database.prisma.virtualKey.findMany({ take: 1 });
    const id = row?.id ?? '';
    const silent = harness.controlPlane.change(author, async (change) => {
      await change.tx.virtualKey.update({ where: { id }, data: { alias: 'silent' } });
      change.touch('key', id);
    });
    await expect(silent).rejects.toThrow(`a change of key ${id} left no audit row`);
    const kept = await harness.ledger.database.prisma.virtualKey.findUnique({ where: { id } });
    expect(kept?.alias).toBeNull();
  });
});
