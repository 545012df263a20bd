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
