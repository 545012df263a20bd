import type { KeptModel } from '@tollgate/config';
import { createLogger } from '@tollgate/telemetry';
import { PriceBook } from './prices/price-book.js';
import { SnapshotHolder } from './snapshot-holder.js';
import { SnapshotLoader } from './snapshot-loader.js';
import { type KeptContents, SnapshotSource } from './snapshot-source.port.js';
import { compiled, provider, settings } from './test-doubles.js';

const model = (id: string, name = id): KeptModel => ({
  id,
  name,
  teamId: null,
  blocked: false,
  params: { model: 'mock/x' },
  info: {},
});

class Store extends SnapshotSource {
  models: readonly KeptModel[] = [];
  reads = 0;
  failure: Error | undefined;
  /** A read waits for it, with what it has read. */
  held: Promise<void> = Promise.resolve();

  override async read(): Promise<KeptContents> {
    this.reads += 1;
    if (this.failure !== undefined) throw this.failure;
    const { models } = this;
    await this.held;
    return { models, credentials: [], accessGroups: [], settings: {}, faults: [] };
  }
}

function start() {
  const store = new Store();
  const holder = new SnapshotHolder(compiled([]).snapshot);
  const warnings: string[] = [];
  const logger = { ...createLogger('error'), warn: (_fields: object, text: string) => void warnings.push(text) };
  const loader = new SnapshotLoader({
    settings: settings([]),
    providers: [provider('mock', { credentialFields: [], selfHosted: true })],
    book: new PriceBook(),
    clock: { now: () => 0, monotonicMs: () => 0 },
    source: store,
    holder,
    logger,
  });
  const names = (): readonly string[] => [...holder.current().groups.keys()];
  return { store, holder, loader, warnings, names };
}

describe('SnapshotLoader', () => {
  it('puts what the store holds in place, and takes out what it holds no more', async () => {
    const { store, loader, names, holder } = start();
    const pinned = holder.current();
    store.models = [model('a'), model('b')];
    await loader.reload();
    expect(names()).toEqual(['a', 'b']);
    store.models = [model('b')];
    await loader.reload();
    expect([names(), [...pinned.groups.keys()]]).toEqual([['b'], []]);
  });

  it('reads again for who asked during a read, once for all of them, so that nobody is served what was there before', async () => {
    const { store, loader, names } = start();
    let release = (): void => undefined;
    store.held = new Promise((resolve) => (release = resolve));
    const first = loader.reload();
    store.models = [model('late')];
    const others = [loader.reload(), loader.reload()];
    release();
    await Promise.all([first, ...others]);
    expect([names(), store.reads]).toEqual([['late'], 2]);
  });

  it('keeps what it has while the store cannot be asked, and knows that it may be old', async () => {
    const { store, loader, names } = start();
    store.models = [model('a')];
    await loader.reload();
    store.failure = new Error('away');
    await expect(loader.reload()).rejects.toThrow('away');
    expect([names(), loader.stale]).toEqual([['a'], true]);
    store.failure = undefined;
    await loader.reload();
    expect(loader.stale).toBe(false);
  });

  it('is not old while it reads, so that nobody asks for another read because of this one', async () => {
    const { store, loader } = start();
    store.failure = new Error('away');
    await expect(loader.reload()).rejects.toThrow('away');
    store.failure = undefined;
    const reading = loader.reload();
    expect(loader.stale).toBe(false);
    await reading;
  });

  it('names a model that is wrong once, and serves the others', async () => {
    const { store, loader, names, warnings } = start();
    store.models = [{ ...model('wrong'), params: {} }, model('right')];
    await loader.reload();
    store.models = [...store.models, model('another')];
    await loader.reload();
    expect(names()).toEqual(['right', 'another']);
    expect(warnings).toEqual([expect.stringContaining('wrong (wrong)')]);
    expect(loader.unserved.map(({ model: { id } }) => id)).toEqual(['wrong']);
  });

  it('judges a model without keeping it', () => {
    const { loader, names } = start();
    expect(loader.judge(model('a'))).toEqual([]);
    expect(loader.judge({ ...model('a'), params: {} })).toHaveLength(1);
    expect(loader.judge({ ...model('a'), params: { model: 'nope/x' } })).toEqual([
      { path: 'litellm_params.model', message: expect.stringMatching(/"nope".*Served are: mock$/) as string },
    ]);
    expect(names()).toEqual([]);
  });
});
