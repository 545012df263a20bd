import type { Principal } from '@tollgate/canonical';
import { OwnedObjects } from './owned-objects.js';
import type { ProviderObject } from './provider-object.js';

const NOW = 1_700_000_000_000;
const owner = { keyId: 'k' } as Principal;
const PUBLIC_ID = `resp_${'1'.repeat(32)}`;
/** What no provider names, and no database takes. */
const IMPOSSIBLE = ['', '\u0000', 'a\u0000b', '\ud800', 'two words', 'ü', 'x'.repeat(513)];

const object: ProviderObject = {
  kind: 'response',
  publicId: PUBLIC_ID,
  upstreamId: 'resp_x',
  provider: 'openai',
  deploymentId: 'd',
  tenant: { kind: 'key', id: 'k' },
  keyId: 'k',
  requestId: 'r',
  modelRequested: 'm',
  createdAt: NOW,
  expiresAt: NOW + 1_000,
};

function open() {
  const store = {
    insert: jest.fn((_object: ProviderObject) => Promise.resolve()),
    find: jest.fn(() => Promise.resolve(object)),
    findNaming: jest.fn((_tenant: unknown, _ids: readonly string[]) => Promise.resolve([object])),
    addNamed: jest.fn((_kind: string, _id: string, _ids: readonly string[]) => Promise.resolve()),
    remove: jest.fn(() => Promise.resolve()),
  };
  const clock = { at: NOW, now: () => clock.at, monotonicMs: () => 0 };
  return { store, clock, objects: new OwnedObjects(store, clock) };
}

describe('OwnedObjects', () => {
  it('asks no store for ids that no answer can have named', async () => {
    const { store, objects } = open();
    expect(await objects.findNaming(owner, IMPOSSIBLE)).toEqual([]);
    for (const id of IMPOSSIBLE) expect(await objects.find(owner, 'response', id)).toBeUndefined();
    expect([store.findNaming, store.find].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    await objects.findNaming(owner, [...IMPOSSIBLE, 'msg_1']);
    expect(store.findNaming.mock.calls[0]?.[1]).toEqual(['msg_1']);
  });

  it('writes down none that could not be asked for', async () => {
    const { store, objects } = open();
    await objects.keep({ ...object, namedIds: [...IMPOSSIBLE, 'msg_1'] });
    expect(store.insert.mock.calls[0]?.[0].namedIds).toEqual(['msg_1']);
    await objects.addNamed(object, IMPOSSIBLE);
    expect(store.addNamed).not.toHaveBeenCalled();
    await objects.addNamed({ ...object, namedIds: ['msg_1'] }, ['msg_1', 'msg_2']);
    expect(store.addNamed.mock.calls[0]?.[2]).toEqual(['msg_2']);
  });

  it('shows an object to its tenant alone, and to nobody once it has expired or is deleted', async () => {
    const { store, clock, objects } = open();
    await objects.keep(object);
    expect(await objects.find(owner, 'response', PUBLIC_ID)).toBe(object);
    expect(await objects.find({ keyId: 'other' } as Principal, 'response', PUBLIC_ID)).toBeUndefined();
    expect(await objects.find({ keyId: 'k', teamId: 'k' } as Principal, 'response', PUBLIC_ID)).toBeUndefined();
    expect(store.find).not.toHaveBeenCalled();
    clock.at = object.expiresAt;
    expect(await objects.find(owner, 'response', PUBLIC_ID)).toBeUndefined();
    clock.at = NOW;
    await objects.remove(object);
    store.find.mockResolvedValueOnce(undefined as never);
    expect(await objects.find(owner, 'response', PUBLIC_ID)).toBeUndefined();
  });

  it('says that an owner cannot be known while the store is away', async () => {
    const { store, objects } = open();
    store.findNaming.mockRejectedValueOnce(new Error('away'));
    await expect(objects.findNaming(owner, ['msg_1'])).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
