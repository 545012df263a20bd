import pg from 'pg';

/** The same server, another database, without Prisma's own `schema` parameter, which PostgreSQL does not know. */
export function urlOf(url, database) {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(database)}`;
  address.searchParams.delete('schema');
  return address.toString();
}

export function databaseNameOf(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}

export function schemaOf(url) {
  return new URL(url).searchParams.get('schema') ?? 'public';
}

export function quoteName(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

export async function queryOn(url, database, sql) {
  const client = new pg.Client({ connectionString: urlOf(url, database) });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

export async function createDatabase(url) {
  const name = databaseNameOf(url);
  try {
    await queryOn(url, 'postgres', `CREATE DATABASE ${quoteName(name)}`);
  } catch (error) {
    if (error.code === '42P04')
      throw prismaError('P1009', `Database \`${name}\` already exists on the database server`);
    throw error;
  }
  return name;
}

export async function dropDatabase(url) {
  await queryOn(url, 'postgres', `DROP DATABASE ${quoteName(databaseNameOf(url))} WITH (FORCE)`);
}

/** Errors of the driver in Prisma's own codes, by which its CLI knows what to do (P1003: it offers to create the database). */
export function asPrismaError(error, url) {
  const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'];
  if (unreachable.includes(error.code)) {
    const { hostname, port } = new URL(url);
    const server = `\`${hostname}:${port || 5432}\``;
    return prismaError(
      'P1001',
      `Can't reach database server at ${server}\n\nPlease make sure your database server is running at ${server}.`,
    );
  }
  if (error.code === '3D000') return prismaError('P1003', `Database \`${databaseNameOf(url)}\` does not exist`);
  if (error.code === '28P01' || error.code === '28000') {
    return prismaError('P1000', `Authentication failed against the database server: ${error.message}`);
  }
  return error;
}

function prismaError(code, message) {
  return Object.assign(new Error(message), { code });
}
