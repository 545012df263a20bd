import {
  type FallbackRoute,
  type FallbackSettings,
  GatewayError,
  type ResolvedModel,
  type RoutePlan,
} from '@tollgate/canonical';
import { fail, succeed } from '@tollgate/kernel';
import fc from 'fast-check';
import { type FallbackInput, planFallbacks } from './plan-fallbacks.js';

const model = (name: string, more: Partial<ResolvedModel> = {}): ResolvedModel => ({
  name,
  group: name,
  deployments: [],
  captures: [],
  ...more,
});

interface Planned extends RoutePlan {
  readonly of: string;
}

function input(
  table: Readonly<Record<string, readonly string[]>>,
  more: Partial<FallbackInput> = {},
  settings: Partial<FallbackSettings> = {},
): FallbackInput {
  return {
    model: model('a'),
    settings: { general: new Map(Object.entries(table)), max: 5, ...settings },
    resolve: ({ name }) => (name === 'nobody' ? undefined : model(name)),
    plan: ({ name }): ReturnType<FallbackInput['plan']> => {
      const plan: Planned = { of: name, steps: [], deadlineMs: 1 };
      return name === 'cold' ? fail(new GatewayError('no_healthy_deployment', { message: 'cold' })) : succeed(plan);
    },
    ...more,
  };
}

/** The groups in the order in which they are asked when all of them fail. */
function order(of: FallbackInput): readonly string[] {
  const planned = planFallbacks(of);
  if (!planned.ok) throw planned.error;
  return walk(planned.value);
}

function walk(plan: RoutePlan): readonly string[] {
  const next = (plan.fallbacks ?? []).flatMap(({ plan: planNext }: FallbackRoute) => {
    const planned = planNext();
    return planned === undefined ? [] : walk(planned);
  });
  return [(plan as Planned).of, ...next];
}

describe('planFallbacks', () => {
  it('leaves the plan of a group without fallbacks as it is', () => {
    const planned = planFallbacks(input({ z: ['b'] }));
    expect(planned).toEqual(succeed({ of: 'a', steps: [], deadlineMs: 1 }));
  });

  it('asks each group once, those that take over from one that took over before its own next', () => {
    expect(order(input({ a: ['b', 'c', 'a'], b: ['d', 'a'], d: ['b'], c: ['d', 'e'] }))).toEqual([
      'a',
      'b',
      'd',
      'c',
      'e',
    ]);
  });

  it('passes over groups that the caller may not use, that do not exist, and of which nobody can be asked', () => {
    expect(order(input({ a: ['nobody', 'cold', 'b'] }, {}, { max: 1 }))).toEqual(['a', 'b']);
  });

  it('asks no more groups than the operator allows, and fewer where the client wishes it', () => {
    const five = { a: ['b', 'c', 'd', 'e', 'f', 'g'] };
    expect(order(input(five))).toHaveLength(6);
    expect(order(input(five, { wishes: { max: 2 } }))).toHaveLength(3);
    expect(order(input(five, { wishes: { max: 99 } }, { max: 3 }))).toHaveLength(4);
    expect(order(input(five, {}, { max: 0 }))).toEqual(['a']);
  });

  it("stays within a client's own list", () => {
    expect(order(input({ a: ['b'], x: ['y'] }, { wishes: { list: ['x', 'z'] } }))).toEqual(['a', 'x', 'z']);
  });

  it('takes each name of a pattern for a group of its own', () => {
    const wild = (name: string) => model(name, { group: 'p/*', captures: [name.slice(2)] });
    const of = input({ 'p/a': ['p/b', 'p/a'] }, { model: wild('p/a'), resolve: ({ name }) => wild(name) });
    expect(order(of)).toEqual(['p/a', 'p/b']);
  });

  it('goes on where nobody of the first group can be asked, and says why there are no steps', () => {
    const planned = planFallbacks(input({ cold: ['b'] }, { model: model('cold') }));
    expect(planned).toMatchObject({
      ok: true,
      value: { steps: [], refusal: { message: 'cold' }, fallbacks: { length: 1 } },
    });
    expect(planFallbacks(input({}, { model: model('cold') }))).toMatchObject({ ok: false, error: { message: 'cold' } });
  });

  it('ends, and asks nobody twice, whatever takes over from what', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const targets = fc.array(fc.constantFrom(...names), { maxLength: 7 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, '*'), targets), fc.nat(8), (table, max) => {
        const asked = order(input(table, {}, { max }));
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.length).toBeLessThanOrEqual(max + 1);
      }),
    );
  });
});
