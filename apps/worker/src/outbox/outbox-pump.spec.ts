import { type OutboxRow, OutboxSource } from '@tollgate/callbacks';
import { createLogger } from '@tollgate/telemetry';
import { OutboxPump } from './outbox-pump.js';

class MemoryOutbox extends OutboxSource {
  rows: OutboxRow[] = [];
  override pending(limit: number): Promise<readonly OutboxRow[]> {
    return Promise.resolve(this.rows.slice(0, limit));
  }
  override remove(ids: readonly string[]): Promise<void> {
    this.rows = this.rows.filter((row) => !ids.includes(row.id));
    return Promise.resolve();
  }
}

const row = (id: string): OutboxRow => ({ id, sink: 'langfuse', requestId: `r${id}`, receivedAt: 1 });

describe('the outbox pump', () => {
  const outbox = new MemoryOutbox();
  beforeEach(() => {
    outbox.rows = [row('1'), row('2')];
  });

  it('queues each row under its own id and then deletes it', async () => {
    const ids: string[] = [];
    const add = (jobs: readonly { id: string }[]) => (ids.push(...jobs.map((job) => job.id)), Promise.resolve());
    const pump = new OutboxPump(outbox, { add }, createLogger('silent'));
    expect([await pump.move(), await pump.move()]).toEqual([2, 0]);
    expect(ids).toEqual(['outbox-1', 'outbox-2']);
    expect(outbox.rows).toEqual([]);
  });

  it('keeps the rows when the queue does not take the jobs', async () => {
    const pump = new OutboxPump(outbox, { add: () => Promise.reject(new Error('down')) }, createLogger('silent'));
    await expect(pump.move()).rejects.toThrow('down');
    expect(outbox.rows).toHaveLength(2);
  });

  it('lives through a store that is down, and stops when told', async () => {
    let attempts = 0;
    let warned = (): void => undefined;
    const warning = new Promise<void>((resolve) => (warned = resolve));
    const add = () => ((attempts += 1), Promise.reject(new Error('down')));
    const pump = new OutboxPump(outbox, { add }, { ...createLogger('silent'), warn: () => warned() });
    pump.start();
    await warning;
    await pump.stop();
    expect(attempts).toBe(1);
  });
});
