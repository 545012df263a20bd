import { KeyCache } from './key-cache.js';
import { LiveRequests } from './live-requests.js';
import { hashSecret } from './hash-secret.js';
import { LabelCache } from './label-cache.js';
import { FakeKeyStore, FakeLabelStore } from './test-doubles.js';
import { ManualClock, settled } from '../../../test/support/time/index.js';

const KEY = 'sk-virtual-0123456789';

function open(revoke = true) {
  const clock = new ManualClock();
  const store = new FakeKeyStore();
  const cache = new KeyCache(store, clock);
  const labels = new FakeLabelStore();
  const labelCache = new LabelCache(labels, { isStale: () => false }, clock);
  const models = { now: {} };
  const live = new LiveRequests(
    cache,
    clock,
    () => revoke,
    labelCache,
    () => models.now,
  );
  const principal = store.set(KEY, { teamId: 't' });
  const aborted: string[] = [];
  const remove = live.add({ requestId: 'r', principal, abort: () => aborted.push('r') });
  const change = async (id: string, kind = 'key'): Promise<void> => {
    const changes = [{ epoch: 1n, kind, id }];
    cache.invalidate(changes);
    labelCache.changed(changes);
    live.changed(changes);
    await settled();
  };
  return { store, labels, cache, live, principal, aborted, remove, change, models };
}

describe('LiveRequests', () => {
  it('ends the answers of a key that was blocked or deleted', async () => {
    const blocked = open();
    blocked.store.set(KEY, { blocked: true });
    await blocked.change(blocked.principal.keyId);
    expect(blocked.aborted).toEqual(['r']);
    const deleted = open();
    deleted.store.principals.delete(hashSecret(KEY));
    await deleted.change(deleted.principal.keyId);
    expect(deleted.aborted).toEqual(['r']);
  });

  it('ends the answers of a key whose team was blocked', async () => {
    const { store, change, aborted } = open();
    store.set(KEY, { blocked: true, teamBlocked: true });
    await change('t');
    expect(aborted).toEqual(['r']);
  });

  it('ends the answers of a token’s caller whose team was blocked, be it not the first of its teams', async () => {
    const { live, store, change, aborted } = open();
    const token = {
      issuer: '',
      userId: 'ann',
      teamIds: ['one', 'two'],
      createsUser: false,
      models: [],
      allowedRoutes: [],
    };
    const of = (teamBlocked: boolean) => {
      const two = { ...store.set('two'), kind: 'token', teamId: 'two', token, teamBlocked } as const;
      return store.set('token of ann', { kind: 'token', teamId: 'one', token, alternatives: [two] });
    };
    const [two] = of(false).alternatives ?? [];
    if (two !== undefined) live.add({ requestId: 'other', principal: two, abort: () => aborted.push('other') });
    await change('two', 'team');
    expect(aborted).toEqual([]);
    of(true);
    await change('two', 'team');
    expect(aborted).toEqual(['other']);
  });

  it('ends the answers to a customer that was blocked, and not those to one that was only changed', async () => {
    const { live, labels, change, aborted } = open();
    const label = { id: 'c', blocked: false, limits: {}, limited: false };
    labels.labels.set('c', label);
    live.name('r', ['c', 'd']);
    await change('c', 'customer');
    expect(aborted).toEqual([]);
    labels.labels.set('c', { ...label, blocked: true });
    await change('c', 'customer');
    expect(aborted).toEqual(['r']);
  });

  it('ends the answers of a model that the key may not use any more, or that is another now, and no others', async () => {
    const { live, store, principal, aborted, change, models } = open();
    const permits = ({ models: list }: { readonly models: readonly string[] }) => !list.includes('other');
    const ended = live.add({ requestId: 's', principal, abort: () => aborted.push('s'), permits });
    await change(principal.keyId);
    expect(aborted).toEqual([]);
    store.set(KEY, { models: ['other'] });
    await change(principal.keyId);
    expect(aborted).toEqual(['s']);
    ended();
    const held = { now: true };
    live.add({ requestId: 't', principal, abort: () => aborted.push('t'), permits: () => held.now });
    held.now = false;
    live.polled();
    await settled();
    expect(aborted).toEqual(['s']);
    models.now = {};
    live.polled();
    await settled();
    expect(aborted).toEqual(['s', 't']);
  });

  it('lets the answers of a key that was only updated, and those of other keys, go on', async () => {
    const { store, principal, change, aborted } = open();
    store.set(KEY, { models: ['gpt-4o'] });
    await change(principal.keyId);
    store.set(KEY, { blocked: true });
    await change('another key');
    expect(aborted).toEqual([]);
  });

  it('asks again later when the store is down', async () => {
    const { store, live, principal, change, aborted } = open();
    store.set(KEY, { blocked: true });
    store.failing = true;
    await change(principal.keyId);
    expect(aborted).toEqual([]);
    store.failing = false;
    live.polled();
    await settled();
    expect(aborted).toEqual(['r']);
  });

  it('looks at every key when it cannot be told what changed', async () => {
    const { store, cache, live, aborted } = open();
    store.set(KEY, { blocked: true });
    cache.clear();
    live.everything();
    await settled();
    expect(aborted).toEqual(['r']);
  });

  it('ends nothing that is over, and nothing when revoke_live_streams is off', async () => {
    const over = open();
    over.remove();
    over.store.set(KEY, { blocked: true });
    await over.change(over.principal.keyId);
    expect([over.aborted, over.live.size]).toEqual([[], 0]);
    const off = open(false);
    off.store.set(KEY, { blocked: true });
    await off.change(off.principal.keyId);
    expect(off.aborted).toEqual([]);
  });
});
