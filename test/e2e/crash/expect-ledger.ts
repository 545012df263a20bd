import {
  callGateway,
  type Gateway,
  type LedgerRow,
  queryDatabase,
  rowsOfKey,
  sumOfCosts,
} from '../../support/gateway/index.js';
import type { LoadAnswer } from './load.js';

interface Key {
  readonly key: string;
  readonly hash: string;
}

/** The rows of several keys, by SQL. */
export async function rowsOfKeys(gateway: Gateway, keys: readonly Key[]): Promise<readonly LedgerRow[]> {
  return (await Promise.all(keys.map(({ hash }) => rowsOfKey(gateway.databaseUrl, hash)))).flat();
}

/** Whether the ledger knows every answer that came whole. */
export function hasAll(rows: readonly LedgerRow[], whole: readonly LoadAnswer[]): boolean {
  const known = new Set(rows.map((row) => row.call_id));
  return whole.every(({ callId }) => known.has(callId));
}

/** Every answer that came whole has exactly one row, a success at its price, and nothing is there twice. */
export function expectEachOnce(rows: readonly LedgerRow[], whole: readonly LoadAnswer[], costNano: bigint): void {
  const byCall = new Map(rows.map((row) => [row.call_id, row]));
  expect(whole.map(({ callId }) => callId).filter((callId) => byCall.get(callId)?.status !== 'success')).toEqual([]);
  expect(rows.filter((row) => row.status === 'success' && row.cost_nano !== costNano)).toEqual([]);
  expect(byCall.size).toBe(rows.length);
  expect(new Set(rows.map((row) => row.request_id)).size).toBe(rows.length);
  const answered = rows.map((row) => row.provider_response_id).filter((id) => id !== null);
  expect(new Set(answered).size).toBe(answered.length);
}

/** What the API says a key has spent is the sum of its rows. */
export async function expectInfoEqualsRows(gateway: Gateway, keys: readonly Key[]): Promise<void> {
  for (const { key, hash } of keys) {
    const { body } = await callGateway<{ info: { spend: number } }>(gateway, `GET /key/info?key=${key}`);
    const sum = sumOfCosts(await rowsOfKey(gateway.databaseUrl, hash));
    expect(body.info.spend).toBeCloseTo(Number(sum) / 1e9, 9);
  }
}

/** Facts, balances and daily sums of the whole database agree to the nano-dollar. */
export async function expectSumsAgree(gateway: Gateway): Promise<void> {
  const [sums] = await queryDatabase<{ facts: bigint; balances: bigint; daily: bigint }>(
    gateway.databaseUrl,
    `SELECT (SELECT coalesce(sum(cost_nano), 0)::bigint FROM tollgate.request_fact) AS facts,
       (SELECT coalesce(sum(amount_nano), 0)::bigint FROM tollgate.scope_balance
        WHERE scope = 'key' AND window_start = to_timestamp(0)) AS balances,
       (SELECT coalesce(sum(cost_nano), 0)::bigint FROM tollgate.spend_daily) AS daily`,
  );
  expect(sums?.facts).toBeGreaterThan(0n);
  expect(sums).toEqual({ facts: sums?.facts, balances: sums?.facts, daily: sums?.facts });
}
