import {
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
    private readonly clock: Clock,
  ) {}

  async process({ task }: MaintenanceTask): Promise<JobVerdict> {
    if (task === 'ensure-partitions') await this.ledger.ensurePartitions(this.clock.now(), PARTITION_DAYS_AHEAD);
    else await this.ledger.dropExpiredTexts(this.clock.now());
    return { kind: 'done' };
  }
}
