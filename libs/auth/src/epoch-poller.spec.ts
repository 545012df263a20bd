import { EpochPoller } from './epoch-poller.js';
import { FakeEpochs } from './test-doubles.js';
import { ManualClock, ManualTicker, settled } from '../../../test/support/time/index.js';

async function open() {
  const clock = new ManualClock();
  const ticker = new ManualTicker();
  const source = new FakeEpochs();
  source.change('key', 'before the start');
  const poller = new EpochPoller(source, clock, ticker);
  const heard: string[] = [];
  poller.listen({
    changed: (changes) => heard.push(...changes.map(({ kind, id }) => `${kind} ${id}`)),
    everything: () => heard.push('everything'),
  });
  const stop = await poller.start();
  return { clock, ticker, source, poller, heard, stop };
}

describe('EpochPoller', () => {
  it('passes on each change once, from its start on', async () => {
    const { source, ticker, heard } = await open();
    source.change('key', 'a');
    source.change('team', 'b');
    ticker.tick();
    await settled();
    ticker.tick();
    await settled();
    expect(heard).toEqual(['key a', 'team b']);
  });

  it('passes on at once what its own process changed', async () => {
    const { source, poller, heard } = await open();
    source.change('key', 'a');
    await poller.poll();
    expect(heard).toEqual(['key a']);
  });

  it('sees a change that is made while a poll runs in the poll that was asked for after it', async () => {
    const { source, poller, heard } = await open();
    const running = poller.poll();
    await Promise.resolve();
    await Promise.resolve();
    source.change('key', 'a');
    await Promise.all([running, poller.poll()]);
    expect(heard).toEqual(['key a']);
  });

  it('drops everything when the epoch moved and nothing says why', async () => {
    const { source, poller, heard } = await open();
    source.epoch += 5n;
    await poller.poll();
    source.epoch = 1n;
    await poller.poll();
    expect(heard).toEqual(['everything', 'everything']);
  });

  it('is stale only after 300 s of failures, and fresh again with the first success', async () => {
    const { source, poller, clock } = await open();
    source.failing = true;
    clock.advance(300_000);
    await poller.poll();
    expect(poller.isStale()).toBe(false);
    clock.advance(1);
    expect(poller.isStale()).toBe(true);
    source.failing = false;
    await poller.poll();
    expect(poller.isStale()).toBe(false);
  });

  it('counts the grace from where its latest poll began: what changed while that hung may be unheard', async () => {
    const { source, poller, clock } = await open();
    const answer = source.current.bind(source);
    source.current = async () => {
      clock.advance(200_000);
      return answer();
    };
    await poller.poll();
    clock.advance(100_001);
    expect(poller.isStale()).toBe(true);
  });

  it('passes on what changed while it could not be read', async () => {
    const { source, poller, heard } = await open();
    source.failing = true;
    source.change('key', 'a');
    await poller.poll();
    expect(heard).toEqual([]);
    source.failing = false;
    await poller.poll();
    expect(heard).toEqual(['key a']);
  });

  it('tells after each poll that succeeded, and says why the latest failed', async () => {
    const { source, poller } = await open();
    let polled = 0;
    poller.listen({ changed: () => undefined, everything: () => undefined, polled: () => (polled += 1) });
    await poller.poll();
    source.failing = true;
    await poller.poll();
    expect(polled).toBe(1);
    expect(poller.lastFailure).toEqual(new Error('the store is down'));
  });

  it('stops when told', async () => {
    const { source, ticker, heard, stop } = await open();
    stop();
    source.change('key', 'a');
    ticker.tick();
    await settled();
    expect(heard).toEqual([]);
  });
});
