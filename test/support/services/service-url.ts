/** The address of a service that `npm test` brings; a bare `jest` has none. */
export function serviceUrl(variable: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[variable];
  if (url !== undefined && url !== '') return url;
  throw new Error(
    `${variable} is not set: run this test with \`npm test -- <file>\`, which brings PostgreSQL and Redis`,
  );
}
