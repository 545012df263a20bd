import type { Tenant } from '@tollgate/dispatch';
import type { Database } from '../database/database.js';
import { placeOfResponse } from '../objects/pg-bridged-response-store.js';
import { placeOfCredential } from '../repositories/credential-row.js';
import { placeOfModel } from '../repositories/model-row.js';
import { placeOfSecret } from '../repositories/rotated-secret.js';
import type { SealedBox } from './sealed-box.js';

/** How far a table has come. */
export interface RotationProgress {
  readonly what: 'models' | 'credentials' | 'conversations' | 'keys';
  /** Rows looked at so far. */
  readonly seen: number;
  /** Of these: encrypted anew; or still to be, where nothing is written. */
  readonly renewed: number;
  /** Of these: opened by none of the secrets. */
  readonly unreadable: number;
}

interface SealedRow {
  readonly id: string;
  readonly sealed: Buffer;
  readonly tenant_kind?: Tenant['kind'];
  readonly tenant_id?: string;
}

interface SealedTable {
  readonly what: RotationProgress['what'];
  /** The next rows after `$1`, at most `$2`. */
  readonly read: string;
  /** Puts box `$3` in the place of box `$2` of row `$1`; a row that was written meanwhile stays as it is: it was so with the new secret. */
  readonly write: string;
  readonly placeOf: (row: SealedRow) => readonly string[];
}

const inJson = (table: string, column: string): Pick<SealedTable, 'read' | 'write'> => ({
  read: `SELECT id::text AS id, decode(${column} ->> 'sealed', 'base64') AS sealed FROM tollgate.${table}
    WHERE id::text > $1 AND ${column} ->> 'sealed' IS NOT NULL ORDER BY id::text LIMIT $2`,
  write: `UPDATE tollgate.${table} SET ${column} = jsonb_build_object('sealed', translate(encode($3, 'base64'), E'\\n', ''))
    WHERE id::text = $1 AND decode(${column} ->> 'sealed', 'base64') = $2`,
});

const TABLES: readonly SealedTable[] = [
  { what: 'models', ...inJson('proxy_model', 'params'), placeOf: ({ id }) => placeOfModel(id) },
  {
    what: 'credentials',
    ...inJson('provider_credential', 'encrypted_values'),
    placeOf: ({ id }) => placeOfCredential(id),
  },
  {
    what: 'conversations',
    read: `SELECT public_id AS id, tenant_kind, tenant_id, content AS sealed FROM tollgate.bridged_response
      WHERE public_id > $1 AND content IS NOT NULL ORDER BY public_id LIMIT $2`,
    write: 'UPDATE tollgate.bridged_response SET content = $3 WHERE public_id = $1 AND content = $2',
    placeOf: ({ id, tenant_kind: kind = 'key', tenant_id: tenantId = '' }) =>
      placeOfResponse(id, { kind, id: tenantId }),
  },
  {
    what: 'keys',
    read: 'SELECT hash AS id, sealed FROM tollgate.key_secret WHERE hash > $1 AND sealed IS NOT NULL ORDER BY hash LIMIT $2',
    write: 'UPDATE tollgate.key_secret SET sealed = $3 WHERE hash = $1 AND sealed = $2',
    placeOf: ({ id }) => placeOfSecret(id),
  },
];

const BATCH = 200;

/**
 * Encrypts anew what earlier secrets encrypted, row by row, while processes run that know both. What is encrypted says the same afterwards, so
 * that nobody has to hear of it. It can be stopped and run again.
 */
export class SealRotation {
  constructor(
    private readonly database: Database,
    private readonly boxes: Readonly<Record<RotationProgress['what'], SealedBox>>,
  ) {}

  /** Tells of each table after each batch, and of each at least once. `only`: of these tables; `dryRun`: writes nothing. */
  async run(
    tell: (progress: RotationProgress) => void,
    { only, dryRun = false }: { readonly only?: readonly RotationProgress['what'][]; readonly dryRun?: boolean } = {},
  ): Promise<void> {
    for (const table of TABLES) if (only?.includes(table.what) ?? true) await this.rotate(table, tell, dryRun);
  }

  private async rotate(table: SealedTable, tell: (progress: RotationProgress) => void, dryRun: boolean): Promise<void> {
    const { what } = table;
    let [last, seen, renewed, unreadable] = ['', 0, 0, 0];
    for (;;) {
      const { rows } = await this.database.pool.query<SealedRow>(table.read, [last, BATCH]);
      for (const row of rows) {
        const box = await this.boxes[what].renew(row.sealed, table.placeOf(row));
        if (box === undefined) unreadable += 1;
        else if (box !== 'current') {
          if (!dryRun) await this.database.pool.query(table.write, [row.id, row.sealed, box]);
          renewed += 1;
        }
      }
      seen += rows.length;
      tell({ what, seen, renewed, unreadable });
      if (rows.length < BATCH) return;
      last = rows.at(-1)?.id ?? last;
    }
  }
}
