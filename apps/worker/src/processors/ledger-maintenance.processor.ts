import {
  type KeyRotations,
  LEDGER_MAINTENANCE,
  type LedgerMaintenance,
  type MaintenanceTask,
  PARTITION_DAYS_AHEAD,
} from '@tollgate/callbacks';
import type { Clock } from '@tollgate/kernel';
import type { JobProcessor, JobVerdict } from '../queues/job-processor.js';

export class LedgerMaintenanceProcessor implements JobProcessor<MaintenanceTask> {
  readonly contract = LEDGER_MAINTENANCE;

  constructor(
    private readonly ledger: LedgerMaintenance,
    private readonly rotations: KeyRotations,
    private readonly clock: Clock,
  ) {}

  async process({ task }: MaintenanceTask): Promise<JobVerdict> {
    await this.run(task);
    return { kind: 'done' };
  }

  private async run(task: MaintenanceTask['task']): Promise<void> {
    const now = this.clock.now();
    switch (task) {
      case 'ensure-partitions':
        return this.ledger.ensurePartitions(now, PARTITION_DAYS_AHEAD);
      case 'drop-expired-texts':
        return this.ledger.dropExpiredTexts(now);
      case 'drop-expired-responses':
        return this.ledger.dropExpiredResponses(now);
      case 'drop-old-events':
        return this.ledger.dropOldEvents(now);
      case 'add-up-tags':
        return this.ledger.addUpTags(now);
      case 'add-up-activity':
        return this.ledger.addUpActivity();
      case 'rotate-keys':
        await this.rotations.dropCollected(now);
        return this.rotations.rotateDue(now);
    }
  }
}
