import { type KeptContents, type KeptFault, SnapshotSource } from '@tollgate/catalog';
import type { KeptModel } from '@tollgate/config';
import type { Database } from '../database/database.js';
import { openModel } from '../repositories/model-row.js';
import type { SealedBox } from '../sealing/sealed-box.js';

const UNREADABLE =
  'cannot be decrypted: it was written under another salt key (or master key, where no salt key is set). Start with that one, or write it anew with /model/update';

/** The store's part of the configuration, in the order in which it was made. */
export class PgSnapshotSource extends SnapshotSource {
  constructor(
    private readonly database: Database,
    private readonly box: SealedBox,
  ) {
    super();
  }

  override async read(): Promise<KeptContents> {
    const rows = await this.database.prisma.proxyModel.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const models: KeptModel[] = [];
    const faults: KeptFault[] = [];
    for (const row of rows) {
      const model = await openModel(row, this.box);
      const { id, modelName: name, teamId, blocked } = row;
      if (model !== undefined) models.push(model);
      else
        faults.push({
          model: { id, name, teamId, blocked, params: {}, info: {} },
          problems: [{ path: 'litellm_params', message: UNREADABLE }],
        });
    }
    return { models, faults };
  }
}
