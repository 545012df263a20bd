import { Injectable } from '@nestjs/common';
import type { GatewayError } from '@tollgate/canonical';
import { SnapshotLoader } from '@tollgate/catalog';
import type { KeptSettings, Settings } from '@tollgate/config';
import type { Outcome } from '@tollgate/kernel';
import { type Author, ConfigSectionRepository } from '@tollgate/persistence';
import { ModelsChanged } from '../models/models-changed.js';
import { ModelKeeping } from '../models/model-keeping.js';
import { unwrap } from '../validation/unwrap.js';
import { settingsNotKept } from './configuration-refusals.js';

/** Settings that came over the API. What changes them answers when this process goes by them. */
@Injectable()
export class KeptConfig {
  constructor(
    private readonly sections: ConfigSectionRepository,
    private readonly keeping: ModelKeeping,
    private readonly loader: SnapshotLoader,
    private readonly models: ModelsChanged,
  ) {}

  /** What is in effect: the operator's file, and before it what came over the API. */
  get settings(): Settings {
    return this.loader.settings;
  }

  read(): Promise<KeptSettings> {
    return this.sections.read();
  }

  /** Writes the sections that `next` gives, or throws its refusal and writes nothing. */
  async change(
    next: (before: KeptSettings) => Outcome<KeptSettings, GatewayError>,
    author: Author,
  ): Promise<KeptSettings> {
    if (!this.keeping.allowed) throw settingsNotKept();
    const written = unwrap(await this.sections.change(next, author));
    await this.models.heard();
    return written;
  }
}
