import { type KeptContents, type KeptCredential, type KeptFault, SnapshotSource } from '@tollgate/catalog';
import type { KeptModel } from '@tollgate/config';
import type { Database } from '../database/database.js';
import { openValues } from '../repositories/credential-row.js';
import { openModel } from '../repositories/model-row.js';
import type { SealedBox } from '../sealing/sealed-box.js';

const UNREADABLE =
  'cannot be decrypted: it was written under another salt key (or master key, where no salt key is set). Start with that one, or write it anew with /model/update';

/** The store's part of the configuration, in the order in which it was made. */
export class PgSnapshotSource extends SnapshotSource {
  constructor(
    private readonly database: Database,
    private readonly boxes: { readonly models: SealedBox; readonly credentials: SealedBox },
  ) {
    super();
  }

  override async read(): Promise<KeptContents> {
    const rows = await this.database.prisma.proxyModel.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const models: KeptModel[] = [];
    const faults: KeptFault[] = [];
    for (const row of rows) {
      const model = await openModel(row, this.boxes.models);
      const { id, modelName: name, teamId, blocked } = row;
      if (model !== undefined) models.push(model);
      else
        faults.push({
          model: { id, name, teamId, blocked, params: {}, info: {} },
          problems: [{ path: 'litellm_params', message: UNREADABLE }],
        });
    }
    return { models, credentials: await this.readCredentials(), faults };
  }

  /** One that cannot be opened is left out: the models that name it are told as faults. */
  private async readCredentials(): Promise<readonly KeptCredential[]> {
    const rows = await this.database.prisma.providerCredential.findMany();
    const read = rows.map(async (row): Promise<readonly KeptCredential[]> => {
      const values = await openValues(row, this.boxes.credentials);
      return values === undefined ? [] : [{ name: row.name, values, allowedOrigins: row.allowedOrigins }];
    });
    return (await Promise.all(read)).flat();
  }
}
