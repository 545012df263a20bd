import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';
import { succeed } from '@tollgate/kernel';
import type { HealthCheck } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { TestingProbe } from './testing-probe.js';

const caller = { kind: 'master', keyId: 'key-of-the-caller' } as unknown as Principal;
const deployment = (id: string, model = id, info = {}): Deployment =>
  ({ id, info, target: { model, litellmModel: `openai/${model}` } }) as unknown as Deployment;
const snapshot = { priceOf: () => ({ price: undefined, facts: {} }) } as unknown as Snapshot;

function setUp() {
  const asked: string[] = [];
  const modes: string[] = [];
  const waiting: (() => void)[] = [];
  const kept: HealthCheck[] = [];
  let most = 0;
  let atOnce = 0;
  const tester = {
    test: async ({ deployment: { id }, mode }: { deployment: Deployment; mode: string }) => {
      asked.push(id);
      modes.push(mode);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise<void>((resolve) => waiting.push(resolve));
      atOnce -= 1;
      if (id === 'faulty') throw new Error('a fault of ours');
      return { answer: succeed(200), costNano: 0n };
    },
  };
  const clock = { now: () => 7, monotonicMs: () => 0 };
  const history = { keep: (check: HealthCheck) => Promise.resolve(void kept.push(check)) };
  const ledger = { bookTest: () => Promise.resolve() };
  const probe = new TestingProbe(tester, ledger, history, clock, createLogger('silent'));
  /** Lets every call end, also those that begin meanwhile. */
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    void work.finally(() => (done = true));
    for (; !done; await new Promise((resolve) => setImmediate(resolve)))
      for (const release of waiting.splice(0)) release();
    return work;
  };
  return { probe, asked, modes, kept, finish, most: () => most };
}

describe('asking deployments', () => {
  it('asks one once, however many ask for it at the same time', async () => {
    const { probe, asked, finish } = setUp();
    const one = deployment('one');
    const all = [probe.probe([one, one], snapshot, caller), probe.probe([one], snapshot, caller)];
    expect((await finish(Promise.all(all))).flat()).toEqual(Array.from({ length: 3 }, () => ({ kind: 'answered' })));
    expect(asked).toEqual(['one']);
    await finish(probe.probe([one], snapshot, caller));
    expect(asked).toEqual(['one', 'one']);
  });

  it('asks eight at a time, and all of them', async () => {
    const { probe, asked, finish, most } = setUp();
    const many = Array.from({ length: 30 }, (_, index) => deployment(String(index)));
    expect(await finish(probe.probe(many, snapshot, caller))).toHaveLength(30);
    expect([asked.length, most()]).toEqual([30, 8]);
  });

  it('asks each mode as such, and nothing of what cannot be asked', async () => {
    const { probe, modes, finish } = setUp();
    const results = await finish(
      probe.probe(
        [
          deployment('a', 'a', { mode: 'embedding' }),
          deployment('b', 'b', { mode: 'responses' }),
          deployment('c', 'c', { mode: 'image_generation' }),
          deployment('d', 'rerank', { mode: 'rerank' }),
          deployment('e', 'openai/*'),
        ],
        snapshot,
        caller,
      ),
    );
    expect(modes).toEqual(['embedding', 'responses', 'image_generation']);
    expect(results.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered', 'skipped', 'skipped']);
  });

  it('keeps what came of each that was asked, and answers also where that cannot be kept', async () => {
    const { probe, kept, finish } = setUp();
    await finish(probe.probe([deployment('one'), deployment('d', 'openai/*')], snapshot, caller));
    const result = { healthy: true, error: null, responseMs: 0, checkedAt: 7, checkedBy: 'default_user_id' };
    expect(kept).toEqual([{ deploymentId: 'one', modelGroup: undefined, model: 'openai/one', ...result }]);
    const losing = new TestingProbe(
      { test: () => Promise.resolve({ answer: succeed(200), costNano: 0n }) },
      { bookTest: () => Promise.resolve() },
      { keep: () => Promise.reject(new Error('no database')) },
      { now: () => 7, monotonicMs: () => 0 },
      createLogger('silent'),
    );
    expect(await losing.probe([deployment('one')], snapshot, caller)).toEqual([{ kind: 'answered' }]);
  });

  it('goes on where asking one is our own fault, and says nothing of that one', async () => {
    const { probe, finish } = setUp();
    const results = await finish(probe.probe([deployment('faulty'), deployment('whole')], snapshot, caller));
    expect(results.map(({ kind }) => kind)).toEqual(['skipped', 'answered']);
  });
});
