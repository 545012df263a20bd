import {
  type KeptAccessGroup,
  type KeptContents,
  type KeptCredential,
  type KeptFault,
  SnapshotSource,
} from '@tollgate/catalog';
import type { KeptModel, KeptSettings } from '@tollgate/config';
import type { Database } from '../database/database.js';
import { openValues, type SealedCredential } from '../repositories/credential-row.js';
import { openModel, type SealedModel } from '../repositories/model-row.js';
import type { SealedBox } from '../sealing/sealed-box.js';

const UNREADABLE =
  'cannot be decrypted: it was written under another salt key (or master key, where no salt key is set). Start with that one, or write it anew with /model/update';

/** In one statement, so that no change comes between models and what they and others name. */
const READ = `SELECT
  coalesce((SELECT json_agg(json_build_object('id', id, 'modelName', model_name, 'teamId', team_id, 'blocked', blocked, 'params', params)
    ORDER BY created_at, id) FROM tollgate.proxy_model), '[]') AS models,
  coalesce((SELECT json_agg(json_build_object('id', id, 'name', name, 'encryptedValues', encrypted_values, 'allowedOrigins', allowed_origins))
    FROM tollgate.provider_credential), '[]') AS credentials,
  coalesce((SELECT json_agg(json_build_object('id', id, 'name', name, 'models', model_names) ORDER BY name)
    FROM tollgate.access_group), '[]') AS "accessGroups",
  coalesce((SELECT json_object_agg(name, value) FROM tollgate.config_section), '{}') AS settings`;

type CredentialRow = SealedCredential & Pick<KeptCredential, 'name' | 'allowedOrigins'>;

interface Kept {
  readonly models: readonly SealedModel[];
  readonly credentials: readonly CredentialRow[];
  readonly accessGroups: readonly KeptAccessGroup[];
  readonly settings: KeptSettings;
}

/** The store's part of the configuration, in the order in which it was made. Without Prisma, which a gateway does not load. */
export class PgSnapshotSource extends SnapshotSource {
  constructor(
    private readonly database: Pick<Database, 'pool'>,
    private readonly boxes: { readonly models: SealedBox; readonly credentials: SealedBox },
  ) {
    super();
  }

  override async read(): Promise<KeptContents> {
    const { rows } = await this.database.pool.query<Kept>(READ);
    const { models: sealed = [], credentials = [], accessGroups = [], settings = {} } = rows[0] ?? {};
    const models: KeptModel[] = [];
    const faults: KeptFault[] = [];
    for (const row of sealed) {
      const model = await openModel(row, this.boxes.models);
      const { id, modelName: name, teamId, blocked } = row;
      if (model !== undefined) models.push(model);
      else
        faults.push({
          model: { id, name, teamId, blocked, params: {}, info: {} },
          problems: [{ path: 'litellm_params', message: UNREADABLE }],
        });
    }
    return { models, credentials: await this.openCredentials(credentials), accessGroups, settings, faults };
  }

  /** One that cannot be opened is left out: the models that name it are told as faults. */
  private async openCredentials(rows: readonly CredentialRow[]): Promise<readonly KeptCredential[]> {
    const opened = rows.map(async (row): Promise<readonly KeptCredential[]> => {
      const values = await openValues(row, this.boxes.credentials);
      return values === undefined ? [] : [{ name: row.name, values, allowedOrigins: row.allowedOrigins }];
    });
    return (await Promise.all(opened)).flat();
  }
}
