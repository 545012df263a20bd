import type pg from 'pg';

/**
 * A query that rejects when there is no answer within `timeoutMs`. A network that swallows everything breaks no connection for a
 * quarter of an hour; the pool drops the connection of a query that timed out. The statement may have been executed all the same.
 */
export function answerWithin(timeoutMs: number, text: string, values: readonly unknown[] = []): pg.QueryConfig {
  // `query_timeout` of one query is known to the driver, not to its types
  const config = { text, values: [...values], query_timeout: timeoutMs };
  return config;
}
