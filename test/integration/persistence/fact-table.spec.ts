import type { CompletionRecord } from '@tollgate/canonical';
import { buildRecord, named } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

/** Would be found wherever it went. */
const SAID = 'said-by-a-client';

/** Every member of a record that a client can write, each with a text of the client's. */
const WRITTEN_BY_CLIENTS: Partial<CompletionRecord> = {
  callId: `${SAID}-call`,
  modelRequested: `${SAID}-model`,
  customer: `${SAID}-customer`,
  customerId: named('customer'),
  tags: [`${SAID}-tag`],
  tagIds: [named('tag')],
  sessionId: `${SAID}-session`,
  traceId: `${SAID}-trace`,
  userAgent: `${SAID}-agent`,
  clientProduct: `${SAID}-agent`,
  ipAddress: `${SAID}-address`,
  requestMetadata: { [`${SAID}-name`]: `${SAID}-value` },
  spendLogsMetadata: { note: SAID },
  langfuseHeaders: { trace_name: SAID },
  modelParameters: { stop: SAID },
  errorMessage: `${SAID}: the provider repeats what it was sent`,
};

describe('the table of facts', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start()));
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.stop());

  const columns = () =>
    ledger.rows<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = 'tollgate.request_fact'::regclass AND attnum > 0 AND NOT attisdropped`,
    );

  it('holds no text of a client: what clients say stands beside it', async () => {
    await ledger.writer.write(finished(buildRecord(WRITTEN_BY_CLIENTS)));
    const texts = async (table: string) =>
      (await ledger.rows<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM tollgate.${table} AS t`))[0]?.row;
    expect(await texts('request_fact')).toBeDefined();
    expect(await texts('request_fact')).not.toContain(SAID);
    expect(await texts('request_attribute')).toContain(SAID);
  });

  it('has columns for what is counted, and no document', async () => {
    const documents = (await columns()).filter(({ type }) => /json|hstore|xml/.test(type));
    expect(documents).toEqual([]);
  });

  it('holds money as integers', async () => {
    const money = (await columns()).filter(({ name }) => name.endsWith('_nano'));
    expect(new Set(money.map(({ type }) => type))).toEqual(new Set(['bigint']));
  });

  it('has one key, the instant of admission and the id, and at most four indexes beside it', async () => {
    const indexes = await ledger.rows<{ isUnique: boolean; definition: string }>(
      `SELECT indisunique AS "isUnique", pg_get_indexdef(indexrelid) AS definition FROM pg_index
       WHERE indrelid = 'tollgate.request_fact'::regclass`,
    );
    const keys = indexes.filter(({ isUnique }) => isUnique);
    expect(keys.map(({ definition }) => /\((.*)\)/.exec(definition)?.[1])).toEqual(['received_at, request_id']);
    expect(indexes.length - keys.length).toBeLessThanOrEqual(4);
  });
});
