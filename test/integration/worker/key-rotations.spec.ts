import { createHash, randomUUID } from 'node:crypto';
import { WorkerHarness } from './worker-harness';

describe.each(['postgres', 'redis'] as const)('keys that rotate, by workers on %s', (queue) => {
  let harness: WorkerHarness;
  beforeAll(async () => {
    harness = await WorkerHarness.start(queue);
  });
  afterAll(() => harness.stop());

  const query = async <Row extends object>(sql: string, ...values: unknown[]): Promise<readonly Row[]> =>
    (await harness.database.pool.query<Row>(sql, values)).rows;

  const dueKey = async (): Promise<string> => {
    const id = randomUUID();
    await query(
      `INSERT INTO tollgate.virtual_key (id, name, auto_rotate, rotation_interval, next_rotation_at)
       VALUES ($1::uuid, 'sk-...', true, '30d', now() - interval '1 minute')`,
      id,
    );
    const hash = createHash('sha256').update(id).digest('hex');
    await query('INSERT INTO tollgate.key_secret (hash, key_id) VALUES ($1, $2::uuid)', hash, id);
    return id;
  };
  const rotationsOf = async (id: string): Promise<number> =>
    (
      await query<{ count: number }>('SELECT rotation_count AS count FROM tollgate.virtual_key WHERE id = $1::uuid', id)
    )[0]?.count ?? 0;

  it('get another secret once each, from a schedule that is there from the start of a worker on, behind one that cannot', async () => {
    const ids = await Promise.all([dueKey(), dueKey(), dueKey()]);
    const stuck = await dueKey();
    await query(
      `UPDATE tollgate.virtual_key SET rotation_count = 2147483647, next_rotation_at = now() - interval '1 day' WHERE id = $1::uuid`,
      stuck,
    );
    await Promise.all([harness.worker(), harness.worker()]);
    await harness.until(async () => (await Promise.all(ids.map(rotationsOf))).every((count) => count > 0));
    expect(await Promise.all(ids.map(rotationsOf))).toEqual([1, 1, 1]);
    // its count is full
    expect(await rotationsOf(stuck)).toBe(2147483647);
    const audit = await query<{ action: string }>(
      'SELECT action FROM tollgate.audit_entry WHERE object_id = ANY($1::text[])',
      ids,
    );
    expect(audit.map(({ action }) => action)).toEqual(['rotated', 'rotated', 'rotated']);
  });
});
