import { Injectable } from '@nestjs/common';
import { SnapshotLoader } from '@tollgate/catalog';
import type { Author } from '@tollgate/persistence';
import { ConfigFields } from '../configuration/config-fields.service.js';
import { unknownModel } from '../configuration/configuration-refusals.js';
import { ModelReader } from '../models/model-reader.service.js';

/** What is shown to anybody of the models that there are. */
@Injectable()
export class ModelHub {
  constructor(
    private readonly reader: ModelReader,
    private readonly fields: ConfigFields,
    private readonly loader: SnapshotLoader,
  ) {}

  /** Throws 400 for a name that is no model here. Those that were public before are so no more. */
  async makePublic(groups: readonly string[], author: Author): Promise<object> {
    const hidden = groups.filter((name) => !this.reader.isForAll(name));
    if (hidden.length > 0) throw unknownModel('model_groups', hidden);
    await this.fields.set('litellm_settings', 'public_model_groups', [...groups], author);
    return {
      message: 'Successfully updated public model groups',
      public_model_groups: [...groups],
      updated_by: author.name,
    };
  }

  groups(): readonly object[] {
    return this.reader.publicGroups();
  }

  /** By their prefixes, sorted. */
  providers(): readonly string[] {
    return this.loader.providers.flatMap(({ prefixes }) => prefixes).toSorted();
  }
}
