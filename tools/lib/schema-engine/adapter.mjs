import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { databaseNameOf, queryOn, quoteName, schemaOf, urlOf } from './database.mjs';

/** Types of PostgreSQL's catalogs that adapter-pg does not know, read as text (25) or text[] (1009). */
const char = 18;
const readAs = new Map([
  [char, 25],
  [22, 25],
  [24, 25],
  [28, 25],
  [194, 25],
  [2205, 25],
  [2206, 25],
  [1002, 1009],
  [1003, 1009],
]);

/**
 * Opens adapters for the engine. adapter-pg is made for queries; migrations need one session (advisory lock, SET), whole
 * scripts (adapter-pg splits at each semicolon, also inside $$ bodies), the catalogs' types, and a shadow database of their
 * own (adapter-pg's keeps the connection string of the main one).
 */
export class AdapterFactory {
  provider = 'postgres';
  adapterName = '@prisma/adapter-pg';
  /** A diff between schema files asks for a connection and does without one. */
  worksOffline = false;
  #datasource;

  constructor(datasource) {
    this.#datasource = datasource;
  }

  async connect() {
    try {
      const { url } = this.#datasource;
      const adapter = await openAdapter(this.worksOffline ? withoutSchema(url) : url);
      await adapter.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
      return adapter;
    } catch (error) {
      if (this.worksOffline) return offlineAdapter(error);
      throw error;
    }
  }

  async connectToShadowDb() {
    const { url, shadowDatabaseUrl } = this.#datasource;
    if (shadowDatabaseUrl) return openAdapter(shadowDatabaseUrl);
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await queryOn(url, 'postgres', `CREATE DATABASE ${quoteName(name)}`);
    const shadow = new URL(url);
    shadow.pathname = `/${name}`;
    const drop = () => queryOn(url, 'postgres', `DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`);
    return openAdapter(withoutSchema(shadow.toString()), drop);
  }
}

/** As the product applies migrations: a name without its schema is one of `public`, so that a diff has to write each with its own. */
function withoutSchema(url) {
  const address = new URL(url);
  address.searchParams.delete('schema');
  return address.toString();
}

async function openAdapter(url, afterDispose = () => undefined) {
  const schema = schemaOf(url);
  const connectionString = urlOf(url, databaseNameOf(url));
  const pool = new pg.Pool({ connectionString, max: 1, options: `-c search_path=${quoteName(schema)}` });
  pool.on('error', () => undefined);
  const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect();
  const queryRaw = adapter.queryRaw;
  const dispose = adapter.dispose.bind(adapter);
  return Object.assign(adapter, {
    async queryRaw(query) {
      const result = await adapter.performIO(query);
      const fields = result.fields.map((field) => ({
        ...field,
        dataTypeID: readAs.get(field.dataTypeID) ?? field.dataTypeID,
      }));
      const known = Object.create(adapter, { performIO: { value: async () => ({ ...result, fields }) } });
      const answer = await queryRaw.call(known, query);
      return { ...answer, columnTypes: answer.columnTypes.map((type, index) => typeOf(result.fields[index], type)) };
    },
    async executeScript(script) {
      try {
        await pool.query(script);
      } catch (error) {
        adapter.onError(error);
      }
    },
    async dispose() {
      await dispose();
      await afterDispose();
    },
  });
}

/** The engine insists on a character where a catalog has one: PostgreSQL 18 lists each NOT NULL with its kind. */
function typeOf(field, readType) {
  return field.dataTypeID === char ? ColumnTypeEnum.Character : readType;
}

/** Knows which database it would be and its version, and no more: enough to compare schema files. */
function offlineAdapter(reason) {
  const refuse = () => Promise.reject(reason);
  const version = {
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 18.4', 180004]],
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: (query) => (query.sql.includes('server_version_num') ? Promise.resolve(version) : refuse()),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
}
