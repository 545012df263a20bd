import type { Deployment, FailureClass } from '@tollgate/canonical';
import fc from 'fast-check';
import { type PlanInput, planRoute } from './plan-route.js';

const timeouts = { connectMs: 1, firstTokenMs: 2, idleMs: 3, totalMs: 60_000 };

function deployment(id: string, more: Partial<Deployment> = {}): Deployment {
  return {
    id,
    group: 'g',
    provider: 'p',
    served: true,
    target: { model: `model-${id}`, litellmModel: `p/model-${id}` },
    limits: {},
    timeouts: {},
    facts: {},
    ...more,
  } as Deployment;
}

function input(deployments: readonly Deployment[], more: Partial<PlanInput> = {}, numRetries = 2): PlanInput {
  return {
    model: { name: 'asked', group: 'g', deployments, captures: [] },
    request: { gateway: {} },
    snapshot: {
      router: { numRetries, retryAfterMs: 0, timeouts, fallbacks: { general: new Map(), max: 5 } },
      priceOf: () => ({ price: undefined, facts: { maxOutputTokens: 77 } }),
    },
    health: new Map(),
    random: () => 0,
    ...more,
  };
}

function planned(of: PlanInput) {
  const outcome = planRoute(of);
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

const ids = (of: PlanInput) => planned(of).steps.map((step) => step.deployment.id);

describe('planRoute', () => {
  it('takes a wish for the Responses API off the name that a client wrote, where its provider has the choice', () => {
    const wild = (more: object) =>
      deployment('w', { target: { model: '*', litellmModel: 'p/*', ...more } as Deployment['target'] });
    const targetOf = (of: Deployment) =>
      planned(
        input([of], { model: { name: 'p/responses/m', group: 'p/*', deployments: [of], captures: ['responses/m'] } }),
      ).steps[0]?.target;
    expect(targetOf(wild({ servesResponses: true }))).toMatchObject({
      model: 'm',
      litellmModel: 'p/responses/m',
      upstreamOperation: 'responses',
    });
    expect(targetOf(wild({ servesResponses: true, upstreamOperation: 'chat' }))).toMatchObject({
      model: 'm',
      upstreamOperation: 'chat',
    });
    expect(targetOf(wild({}))).toMatchObject({ model: 'responses/m', litellmModel: 'p/responses/m' });
  });

  it('makes one attempt and as many retries as the operator allows', () => {
    expect(planned(input([deployment('a')], {}, 0)).steps).toHaveLength(1);
    expect(planned(input([deployment('a')], {}, 2)).steps).toHaveLength(3);
    expect(planned(input([deployment('a', { numRetries: 1 })], {}, 2)).steps).toHaveLength(2);
  });

  it("clamps the client's retries and timeout to the operator's", () => {
    const asking = (numRetries: number, timeoutSeconds: number) =>
      planned(input([deployment('a')], { request: { gateway: { numRetries, timeoutSeconds } } }, 1));
    expect(asking(9, 9_999)).toMatchObject({ steps: { length: 2 }, deadlineMs: 60_000 });
    expect(asking(0, 1.5)).toMatchObject({ steps: { length: 1 }, deadlineMs: 1_500 });
  });

  it('retries at another deployment at once, and at the same one after a growing wait', () => {
    expect(planned(input([deployment('a'), deployment('b')], {}, 1)).steps.map((step) => step.delayMs)).toEqual([0, 0]);
    expect(planned(input([deployment('a')], {}, 6)).steps.map((step) => step.delayMs)).toEqual([
      0, 500, 1000, 2000, 4000, 8000, 8000,
    ]);
  });

  it('waits at least retry_after, and spreads the wait', () => {
    const base = input([deployment('a')], { random: () => 0.999 }, 1);
    expect(planned(base).steps[1]?.delayMs).toBe(125);
    const floored = {
      ...base,
      snapshot: { ...base.snapshot, router: { ...base.snapshot.router, retryAfterMs: 3_000 } },
    };
    expect(planned(floored).steps[1]?.delayMs).toBe(3_000);
  });

  it('tries every deployment before one a second time, and never the same twice in a row while there is another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 12 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (count, retries, randoms) => {
          const all = Array.from({ length: count }, (_, index) => deployment(String(index)));
          const tried = ids(input(all, { random: () => randoms.next().value ?? 0 }, retries));
          expect(tried).toHaveLength(retries + 1);
          expect(new Set(tried.slice(0, count)).size).toBe(Math.min(count, retries + 1));
          if (count > 1) expect(tried.some((id, index) => id === tried[index - 1])).toBe(false);
        },
      ),
    );
  });

  it('goes on after failures that may pass, and after no others', () => {
    const after = planned(input([deployment('a')])).steps.map((step) => step.afterFailures);
    const passing: readonly FailureClass[] = [
      'timeout',
      'rate-limit',
      'server',
      'unavailable',
      'connection',
      'incomplete',
    ];
    expect(after[0]).toEqual([]);
    expect([...(after[1] ?? [])].sort()).toEqual([...passing].sort());
  });

  it('substitutes the model and says what its output can be', () => {
    const wild = deployment('a', { target: { model: 'x-*', litellmModel: 'p/x-*' } as Deployment['target'] });
    const plan = planned(
      input([wild], { model: { name: 'p/gpt', group: 'p/*', deployments: [wild], captures: ['gpt'] } }),
    );
    expect(plan.steps[0]?.target).toMatchObject({ model: 'x-gpt', litellmModel: 'p/x-gpt', maxOutputTokens: 77 });
  });

  it("lets a deployment's timeouts win over the router's", () => {
    const plan = planned(input([deployment('a', { timeouts: { totalMs: 5, firstTokenMs: 4 } })]));
    expect(plan.steps[0]?.timeouts).toEqual({ ...timeouts, totalMs: 5, firstTokenMs: 4 });
    expect(plan.deadlineMs).toBe(5);
  });

  it('leaves out deployments of providers that are not served, and refuses by name when there are no others', () => {
    const foreign = deployment('f', { served: false, provider: 'azure' });
    expect(new Set(ids(input([foreign, deployment('a')])))).toEqual(new Set(['a']));
    expect(planRoute(input([foreign]))).toMatchObject({
      ok: false,
      error: { code: 'provider_not_served', status: 400, message: expect.stringMatching(/'asked'.*'azure'/) },
    });
  });

  it('leaves a deployment alone that cools down, and answers 429 when all do', () => {
    const cooling = new Map([['a', { healthy: false, coolingDown: true, shown: {} }]]);
    expect(new Set(ids(input([deployment('a'), deployment('b')], { health: cooling })))).toEqual(new Set(['b']));
    expect(planRoute(input([deployment('a')], { health: cooling }))).toMatchObject({
      ok: false,
      error: { status: 429 },
    });
  });
});
