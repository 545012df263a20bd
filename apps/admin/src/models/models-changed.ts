import { Injectable } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { SnapshotLoader } from '@tollgate/catalog';

/** Follows a change of what models are compiled from: models, credentials, groups, settings. */
@Injectable()
export class ModelsChanged {
  constructor(
    private readonly epochs: EpochPoller,
    private readonly loader: SnapshotLoader,
  ) {}

  /** Until this process serves what was just written, so that its answer is true when it is read. */
  async heard(): Promise<void> {
    await this.epochs.poll();
    await this.loader.reload();
  }
}
