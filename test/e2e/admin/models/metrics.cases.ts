import type { AttemptRecord } from '@tollgate/canonical';
import { buildAttempt } from '../../../integration/persistence/support/build-record.js';
import { completionRecord } from '../support/completion-record.js';
import { SAMPLE_MODELS } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

type Values = Readonly<Record<string, unknown>>;
interface ByDay {
  readonly data: readonly Values[];
  readonly all_api_bases: readonly string[];
}

const FIRST = Date.UTC(2026, 4, 1, 12);
const SECOND = Date.UTC(2026, 4, 2, 12);
const DAYS = 'startTime=2026-05-01&endTime=2026-05-02';
const PRICED = 'https://models.example openai/own';
const AZURE = 'https://a.openai.azure.com azure/gpt-4o';

function attemptOf(deploymentId: string, outcome: AttemptRecord['outcome'], failureClass?: string): AttemptRecord {
  return buildAttempt({ deploymentId, outcome, ...(failureClass !== undefined && { failureClass }) });
}

describe('how fast deployments answered, and how calls failed', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
    const key = await admin.makeKey();
    const call = (deploymentId: string, modelGroup: string, at: number, tookMs: number, more: object = {}) =>
      completionRecord(admin.newId(), key, at, {
        deploymentId,
        modelGroup,
        endedAt: at + tookMs,
        firstTokenAt: at + 500,
        ...more,
      });
    const failed = (failureClass: string) => ({
      status: 'failure' as const,
      httpStatus: 429,
      firstTokenAt: undefined,
      errorCode: 'upstream_error',
      attempts: [attemptOf('priced', 'failure', failureClass)],
    });
    await admin.ship(
      call('priced', 'priced', FIRST, 1_000),
      call('priced', 'priced', FIRST, 3_000, { firstTokenAt: FIRST + 1_500 }),
      call('priced', 'priced', SECOND, 301_000, { firstTokenAt: undefined }),
      call('priced', 'priced', SECOND, 100, failed('rate-limit')),
      call('priced', 'priced', SECOND, 100, failed('rate-limit')),
      call('priced', 'priced', SECOND, 100, failed('timeout')),
      call('gpt-b', 'gpt-4o', SECOND, 2_000, {
        attempts: [attemptOf('gpt-a', 'failure', 'timeout'), attemptOf('gpt-b', 'success')],
      }),
      call('gone', 'gone', SECOND, 4_000),
    );
  });
  afterAll(() => admin.close());

  const get = async <Body = ByDay>(path: string) => (await admin.call<Body>(`GET /model/${path}`)).body;

  it('are seconds per token and to the first token, by day and deployment', async () => {
    expect(await get(`metrics?${DAYS}`)).toEqual({
      data: [
        { date: '2026-05-01', [PRICED]: 0.2 },
        { date: '2026-05-02', [PRICED]: 30.1, [AZURE]: 0.2, gone: 0.4 },
      ],
      all_api_bases: ['gone', AZURE, PRICED].toSorted(),
    });
    expect(await get(`streaming_metrics?${DAYS}`)).toEqual({
      data: [
        { date: '2026-05-01', [PRICED]: 1 },
        { date: '2026-05-02', [AZURE]: 0.5, gone: 0.5 },
      ],
      all_api_bases: ['gone', AZURE, PRICED].toSorted(),
    });
  });

  it('are those of a group and of the days that are asked for, in the forms that the dashboard sends', async () => {
    const ofGroup = await get(`metrics?${DAYS}&_selected_model_group=gpt-4o&api_key=null&customer=undefined`);
    expect(ofGroup).toEqual({ data: [{ date: '2026-05-02', [AZURE]: 0.2 }], all_api_bases: [AZURE] });
    const instants = 'startTime=2026-05-01T00:00:00.000Z&endTime=2026-05-01T23:59:59.999Z';
    expect((await get(`metrics?${instants}`)).data).toEqual([{ date: '2026-05-01', [PRICED]: 0.2 }]);
  });

  it('are counted where they are slow, and where attempts failed, by their kind', async () => {
    expect(await get<readonly Values[]>(`metrics/slow_responses?${DAYS}`)).toEqual([
      { api_base: PRICED, total_count: 6, slow_count: 1 },
      { api_base: 'gone', total_count: 1, slow_count: 0 },
      { api_base: AZURE, total_count: 1, slow_count: 0 },
    ]);
    expect(await get(`metrics/exceptions?${DAYS}`)).toEqual({
      data: [
        // another attempt made it good
        { model: 'https://api.openai.com openai/gpt-4o', timeout: 1 },
        { model: PRICED, 'rate-limit': 2, timeout: 1 },
      ],
      exception_types: ['rate-limit', 'timeout'],
    });
  });

  it('are summed over all callers: one is refused by name; and they are for who may see everything', async () => {
    const { status, body } = await admin.call('GET /model/metrics?api_key=sk-x');
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('api_key')]);
    const { secret } = await admin.makeUserKey('internal_user');
    for (const path of ['metrics', 'streaming_metrics', 'metrics/slow_responses', 'metrics/exceptions'])
      expect((await admin.call(`GET /model/${path}`, { key: secret })).status).toBe(401);
  });
});
