import type { CompletionRecord, Deployment, Snapshot } from '@tollgate/canonical';
import type { LedgerLine } from '@tollgate/logging';
import type { BackgroundAnswer, DueAnswer, Recorded } from './background-answer.js';
import { BackgroundAnswerStore } from './background-answer-store.port.js';
import { BackgroundSettler } from './background-settler.js';
import type { ObjectAnswer } from './object-calls.js';

const HOUR_MS = 3_600_000;
const DEPLOYMENT = { id: 'd', provider: 'openai', target: { model: 'm' } } as unknown as Deployment;

/** In memory: what is lent is not given again before its time. */
class Waiting extends BackgroundAnswerStore {
  readonly due = new Map<string, { readonly answer: BackgroundAnswer; dueAt: number }>();
  recorded: Recorded = 'held';
  away = false;

  override insert(answer: BackgroundAnswer, dueAt: number): Promise<void> {
    this.due.set(answer.requestId, { answer, dueAt });
    return Promise.resolve();
  }

  override claimDue(now: number, lentUntil: number, limit: number): Promise<readonly DueAnswer[]> {
    if (this.away) return Promise.reject(new Error('away'));
    const found = [...this.due.values()].filter(({ dueAt }) => dueAt <= now).slice(0, limit);
    for (const one of found) one.dueAt = lentUntil;
    return Promise.resolve(found.map(({ answer }) => ({ answer, recorded: this.recorded })));
  }

  override claim(requestId: string, lentUntil: number): Promise<DueAnswer | undefined> {
    const found = this.due.get(requestId);
    if (found !== undefined) found.dueAt = lentUntil;
    return Promise.resolve(found && { answer: found.answer, recorded: this.recorded });
  }

  override setDue(requestId: string, dueAt: number): Promise<void> {
    const found = this.due.get(requestId);
    if (found !== undefined) found.dueAt = dueAt;
    return Promise.resolve();
  }

  override remove(requestId: string): Promise<boolean> {
    return Promise.resolve(this.due.delete(requestId));
  }
}

function setUp(deployments: readonly Deployment[] = [DEPLOYMENT]) {
  const store = new Waiting();
  const clock = { at: 0, now: () => clock.at, monotonicMs: () => clock.at };
  const written: CompletionRecord[] = [];
  const settled: string[] = [];
  const charged: string[] = [];
  const provider: { answer: (signal: AbortSignal) => ObjectAnswer | Promise<ObjectAnswer> } = {
    answer: () => whole({ status: 'in_progress' }),
  };
  let asked = 0;
  const ledger = {
    away: false,
    write: (lines: readonly LedgerLine[]) => {
      if (ledger.away) return Promise.reject(new Error('away'));
      for (const { json } of lines) written.push(JSON.parse(json) as CompletionRecord);
      return Promise.resolve();
    },
  };
  const snapshot = {
    groups: new Map([['m', deployments]]),
    wildcards: [],
    defaultDeployments: [],
    sinks: [],
    settings: {},
    priceOf: () => ({ price: undefined, facts: {} }),
  } as unknown as Snapshot;
  const settler = new BackgroundSettler({
    store,
    calls: {
      send: ({ signal }) => {
        asked += 1;
        return Promise.resolve(provider.answer(signal));
      },
    },
    ledger,
    snapshot: () => snapshot,
    clock,
    ids: { newId: () => 'id', random: () => 0 },
    logger: { warn: () => undefined } as never,
    onCharged: ({ requestId }) => void charged.push(requestId),
    onSettled: ({ requestId }) => void settled.push(requestId),
  });
  const begin = (requestId = 'r'): Promise<void> => store.insert(answerOf(requestId, clock.at), clock.at);
  return { store, clock, written, settled, charged, provider, ledger, settler, begin, asked: () => asked };
}

function answerOf(requestId: string, createdAt: number): BackgroundAnswer {
  const attempts = [{ attempt: 1, startedAt: createdAt, costNano: '9', estimated: true }];
  const record = { requestId, status: 'pending', costNano: '9', attempts, model: 'm' } as unknown as CompletionRecord;
  const estimate = { inputTokens: 1, inputNano: '1', outputNanoPerMillion: '1', outputMax: 1 };
  const account = { record, atStakeNano: '9', estimate };
  return { requestId, receivedAt: createdAt, deploymentId: 'd', upstreamId: 'resp_x', createdAt, account };
}

const whole = (value: object): ObjectAnswer => ({ kind: 'whole', headers: {}, value: value as never, text: '' });
const failure = (status: number | undefined): ObjectAnswer =>
  ({ kind: 'failed', headers: {}, error: new Error('no'), status }) as unknown as ObjectAnswer;
const DONE = { status: 'completed', output: [], usage: { input_tokens: 1, output_tokens: 1 } };

describe('BackgroundSettler', () => {
  it('asks sooner of a young answer than of an old one, and settles it once it has ended', async () => {
    const { clock, settler, begin, store, provider, written, settled, asked } = setUp();
    await begin();
    const gaps: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      await settler.run();
      const dueAt = store.due.get('r')?.dueAt ?? 0;
      gaps.push(dueAt - clock.at);
      clock.at = dueAt;
    }
    expect(gaps.slice(0, 3)).toEqual([2_000, 2_000, 2_000]);
    expect(gaps.at(-1)).toBeGreaterThan(5_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
    provider.answer = () => whole(DONE);
    await settler.run();
    expect([written.length, settled, store.due.size, asked()]).toEqual([1, ['r'], 0, 13]);
    expect(written[0]).toMatchObject({ requestId: 'r', status: 'success' });
  });

  it('asks nobody about a call whose end the ledger has, or whose record is on its way', async () => {
    const { settler, begin, store, asked, clock } = setUp();
    await begin();
    store.recorded = 'not-yet';
    await settler.run();
    expect([asked(), store.due.size]).toEqual([0, 1]);
    clock.at += HOUR_MS;
    store.recorded = 'ended';
    await settler.run();
    expect([asked(), store.due.size]).toEqual([0, 0]);
  });

  it.each<[string, () => ObjectAnswer, string | undefined]>([
    ['is away', () => failure(undefined), undefined],
    ['fails', () => failure(500), undefined],
    ['refuses its key', () => failure(401), undefined],
    ['has forgotten it', () => failure(404), 'failure'],
  ])('whose provider %s, for an hour', async (_, answer, status) => {
    const { settler, begin, store, clock, provider, written } = setUp();
    await begin();
    provider.answer = answer;
    clock.at = HOUR_MS;
    await settler.run();
    expect([written[0]?.status, store.due.size]).toEqual([status, status === undefined ? 1 : 0]);
    provider.answer = () => whole(DONE);
    clock.at += HOUR_MS;
    await settler.run();
    expect(written.map((record) => record.status)).toEqual([status ?? 'success']);
  });

  it.each([
    ['cannot be asked', [DEPLOYMENT]],
    ['is not configured any more', []],
  ])('charges what was at stake when its provider %s for a day', async (_, deployments) => {
    const { settler, begin, store, clock, provider, written } = setUp(deployments);
    await begin();
    provider.answer = () => failure(503);
    clock.at = 24 * HOUR_MS;
    await settler.run();
    expect(written).toEqual([]);
    clock.at = 24 * HOUR_MS + 120_000;
    await settler.run();
    expect(written).toMatchObject([{ status: 'failure', costNano: '9', costEstimated: true }]);
    expect(store.due.size).toBe(0);
  });

  it('loses none while the ledger or the store is away, and tells the counters of none that is not written', async () => {
    const { settler, begin, store, clock, provider, ledger, written, settled } = setUp();
    await begin();
    provider.answer = () => whole(DONE);
    store.away = true;
    await settler.run();
    store.away = false;
    ledger.away = true;
    await settler.run();
    expect([written.length, settled.length, store.due.size]).toEqual([0, 0, 1]);
    ledger.away = false;
    clock.at += HOUR_MS;
    await settler.run();
    expect([written.length, settled.length, store.due.size]).toEqual([1, 1, 0]);
  });

  it('asks for all that are due in one round, and runs one round at a time', async () => {
    const { settler, begin, provider, written, asked } = setUp();
    for (let n = 0; n < 45; n += 1) await begin(`r${String(n)}`);
    provider.answer = () => whole(DONE);
    await Promise.all([settler.run(), settler.run()]);
    expect([written.length, asked()]).toEqual([45, 45]);
  });

  it('waits for no provider when it is closed, and loses nothing by it', async () => {
    const { settler, begin, store, clock, provider, written, asked } = setUp();
    await begin();
    const begun = new Promise<void>((toldOf) => {
      provider.answer = (signal) => {
        toldOf();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(failure(undefined))));
      };
    });
    void settler.run();
    await begun;
    await settler.close();
    expect([written, asked(), store.due.size]).toEqual([[], 1, 1]);
    clock.at = HOUR_MS;
    await settler.run();
    expect(asked()).toBe(1);
  });

  it('tells of an end once, when it is asked for by two at the same time', async () => {
    const { settler, begin, provider, settled, charged, store } = setUp();
    await begin();
    const asked: (() => void)[] = [];
    provider.answer = () => new Promise((resolve) => asked.push(() => resolve(whole(DONE))));
    // a round for what a read has hastened, and the ask before a deletion
    const both = [settler.run(), settler.settleNow('r')];
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toHaveLength(2);
    for (const answer of asked) answer();
    await Promise.all(both);
    expect([settled, store.due.size]).toEqual([['r'], 0]);
    expect(new Set(charged)).toEqual(new Set(['r']));
  });

  it('has counters read anew what was written by whoever had no answer to it', async () => {
    const { settler, begin, store, settled, charged } = setUp();
    await begin();
    store.recorded = 'ended';
    await settler.run();
    expect([charged, settled]).toEqual([['r'], []]);
  });

  it('tells of an end that stands in the ledger also where it cannot be struck off the list', async () => {
    const { settler, begin, store, provider, settled, written, clock } = setUp();
    await begin();
    provider.answer = () => whole(DONE);
    store.remove = () => Promise.reject(new Error('away'));
    await settler.run();
    expect([written.length, settled]).toEqual([1, ['r']]);
    store.recorded = 'ended';
    clock.at += HOUR_MS;
    await settler.run();
    expect([written.length, settled]).toEqual([1, ['r']]);
  });

  it('asks at once for one that is to be deleted, and for nothing where none waits', async () => {
    const { settler, begin, store, provider, written } = setUp();
    await begin();
    await store.setDue('r', HOUR_MS);
    provider.answer = () => whole(DONE);
    await settler.settleNow('other');
    expect(written).toEqual([]);
    await settler.settleNow('r');
    expect(written).toHaveLength(1);
  });
});
