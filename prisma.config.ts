import { defineConfig } from 'prisma/config';

/** `generate` and `validate` need an address and never open it. */
const nowhere = 'postgresql://nobody@127.0.0.1:1/none';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: inSchema(process.env['DATABASE_URL'] ?? nowhere) },
});

/** Prisma's own table of migrations stands in Tollgate's schema, beside what it speaks of. */
function inSchema(url: string): string {
  const address = new URL(url);
  address.searchParams.set('schema', 'tollgate');
  return address.toString();
}
