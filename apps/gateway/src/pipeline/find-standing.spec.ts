import type { FoundLabels, LabelCache } from '@tollgate/auth';
import type { GatewaySettings, Label } from '@tollgate/canonical';
import { succeed } from '@tollgate/kernel';
import type { CallerFacts } from './caller-facts.js';
import { customersOf, findStanding, peekStanding } from './find-standing.js';

const NOBODY = { tags: [], tagIds: [], tagOfAllIds: [] } as unknown as CallerFacts;
const CUSTOMER = { ...NOBODY, customer: 'ann', customerId: 'own', customerOfAllId: 'of-all' };
const TAG = { ...NOBODY, tags: ['blue'], tagIds: ['t'], tagOfAllIds: ['t-of-all'] };
const SETTINGS = { customerBudgetId: 'default' } as GatewaySettings;
const BLOCKED: Label = { id: 'of-all', blocked: true, limits: {}, limited: false };

/** Knows `known` in memory and `stored` in the store, and what it was asked for. */
function open(known: FoundLabels | undefined, stored?: FoundLabels) {
  const peeked: unknown[] = [];
  const labels = {
    peek: (...asked: unknown[]) => (peeked.push(asked), known),
    find: () => Promise.resolve(succeed(stored)),
  } as unknown as LabelCache;
  return { labels, peeked };
}

const found = (label?: Label): FoundLabels => ({
  labels: new Map(label === undefined ? [] : [[label.id, label]]),
  budget: { limits: {} },
});

describe('the standing of a call', () => {
  it('is known at once where it names nobody: not even the memory is asked', () => {
    const { labels, peeked } = open(undefined);
    expect(peekStanding({ labels }, NOBODY, SETTINGS)).toEqual(succeed({ scopes: [] }));
    expect(peeked).toEqual([]);
    expect(customersOf(NOBODY)).toEqual([]);
  });

  it('is known at once where its names are', () => {
    const { labels, peeked } = open(found(BLOCKED));
    expect(peekStanding({ labels }, CUSTOMER, SETTINGS)).toMatchObject({ error: { code: 'blocked_customer' } });
    expect(peekStanding({ labels }, TAG, SETTINGS)).toMatchObject({ value: { scopes: [{ scope: 'tag', id: 't' }] } });
    expect(peeked).toEqual([
      [['own', 'of-all'], 'default'],
      [['t-of-all'], undefined],
    ]);
  });

  it('is asked of the store where a name is new', async () => {
    const { labels } = open(undefined, found(BLOCKED));
    expect(peekStanding({ labels }, CUSTOMER, SETTINGS)).toBeUndefined();
    expect(await findStanding({ labels }, CUSTOMER, SETTINGS)).toMatchObject({ error: { code: 'blocked_customer' } });
  });
});
