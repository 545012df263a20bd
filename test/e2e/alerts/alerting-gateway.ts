import type { AlertReceiver } from '../../support/alerts/index.js';
import { callGateway, type Gateway, queryDatabase, waitFor } from '../../support/gateway/index.js';

/** LiteLLM's settings of a gateway that tells a webhook and Slack. */
export const ALERTING = { general_settings: { alerting: ['webhook', 'slack'] } } as const;

/** The addresses of both at `receiver`. */
export function alertAddresses(receiver: AlertReceiver): Readonly<Record<string, string>> {
  return { WEBHOOK_URL: `${receiver.url}/webhook`, SLACK_WEBHOOK_URL: `${receiver.url}/slack` };
}

/** Resolves when every balance that changed was judged and every event is with its destinations. */
export async function settled(databaseUrl: string): Promise<void> {
  const left = `SELECT (SELECT count(*) FROM tollgate.budget_mark)::int + (SELECT count(*) FROM tollgate.callback_outbox)::int AS n`;
  await waitFor(
    'every event to be on its way',
    async () => (await queryDatabase<{ n: number }>(databaseUrl, left))[0]?.n === 0,
    30_000,
  );
}

/** The calls' rows are in the ledger: what was spent can be judged. */
export async function inLedger(databaseUrl: string, hash: string, rows: number): Promise<void> {
  await waitFor(
    `${String(rows)} rows`,
    async () => {
      const sql = `SELECT count(*)::int AS n FROM tollgate.request_fact WHERE key_hash = '${hash}'`;
      return (await queryDatabase<{ n: number }>(databaseUrl, sql))[0]?.n === rows;
    },
    30_000,
  );
}

export const chat = (gateway: Gateway, key: string, body: object) =>
  callGateway(gateway, 'POST /v1/chat/completions', { key, body });
