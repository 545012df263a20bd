import { KeyRotations, LedgerMaintenance, MAINTENANCE_SCHEDULES, PARTITION_DAYS_AHEAD } from '@tollgate/callbacks';
import { LedgerMaintenanceProcessor } from './ledger-maintenance.processor.js';

class NotedMaintenance extends LedgerMaintenance {
  readonly done: unknown[][] = [];

  override async ensurePartitions(...asked: unknown[]): Promise<void> {
    this.done.push(['ensurePartitions', ...asked]);
  }
  override async dropExpiredTexts(...asked: unknown[]): Promise<void> {
    this.done.push(['dropExpiredTexts', ...asked]);
  }
  override async dropExpiredResponses(...asked: unknown[]): Promise<void> {
    this.done.push(['dropExpiredResponses', ...asked]);
  }
  override async dropOldEvents(...asked: unknown[]): Promise<void> {
    this.done.push(['dropOldEvents', ...asked]);
  }
  override async addUpTags(...asked: unknown[]): Promise<void> {
    this.done.push(['addUpTags', ...asked]);
  }
  override async addUpActivity(...asked: unknown[]): Promise<void> {
    this.done.push(['addUpActivity', ...asked]);
  }
}

class NotedRotations extends KeyRotations {
  constructor(private readonly done: unknown[][]) {
    super();
  }
  override async rotateDue(...asked: unknown[]): Promise<void> {
    this.done.push(['rotateDue', ...asked]);
  }
  override async dropCollected(...asked: unknown[]): Promise<void> {
    this.done.push(['dropCollected', ...asked]);
  }
}

describe('the housework of the ledger and of keys', () => {
  it('is all of it on a schedule, and each schedule does its own', async () => {
    const ledger = new NotedMaintenance();
    const processor = new LedgerMaintenanceProcessor(ledger, new NotedRotations(ledger.done), {
      now: () => 7,
      monotonicMs: () => 0,
    });
    for (const { task } of MAINTENANCE_SCHEDULES)
      expect(await processor.process({ v: 1, task })).toEqual({ kind: 'done' });
    expect(ledger.done).toEqual([
      ['ensurePartitions', 7, PARTITION_DAYS_AHEAD],
      ['dropExpiredTexts', 7],
      ['dropExpiredResponses', 7],
      ['dropOldEvents', 7],
      ['addUpTags', 7],
      ['addUpActivity'],
      ['dropCollected', 7],
      ['rotateDue', 7],
    ]);
  });
});
