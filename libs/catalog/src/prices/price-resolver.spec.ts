import type { ModelEntry } from '@tollgate/config';
import { ManualClock } from '../../../../test/support/time/index.js';
import { compiled, entry, only } from '../test-doubles.js';

describe('prices', () => {
  const priceOf = (params: ModelEntry['params'], info: ModelEntry['info'] = {}) =>
    only([entry('a', params, info)]).price;

  it('come from the config before the book, and then stand alone', () => {
    expect(
      priceOf({ model: 'openai/gpt-4o', input_cost_per_token: 0.001, output_cost_per_token: 0.002 }),
    ).toMatchObject({
      base: { input: 1_000_000_000_000n, output: 2_000_000_000_000n },
      source: 'config',
    });
    expect(priceOf({ model: 'openai/gpt-4o', input_cost_per_token: 0.001 })?.base.cacheRead).toBeUndefined();
  });

  it("complete the book's where the config names neither input nor output", () => {
    expect(priceOf({ model: 'openai/gpt-4o', cache_read_input_token_cost: 1e-6 })?.base).toMatchObject({
      input: 2_500_000_000n,
      cacheRead: 1_000_000_000n,
    });
  });

  it('come from model_info and base_model too', () => {
    expect(priceOf({ model: 'openai/x', api_base: 'http://own' }, { input_cost_per_token: 0 })?.base.input).toBe(0n);
    expect(priceOf({ model: 'openai/my-deployment' }, { base_model: 'openai/gpt-4o' })?.base.input).toBe(
      2_500_000_000n,
    );
  });

  it('are unknown for an unpriced model of a provider, and free for self-hosted providers and custom bases', () => {
    expect(priceOf({ model: 'openai/no-such-model' })).toBeUndefined();
    expect(priceOf({ model: 'openai/no-such-model', api_base: 'http://10.0.0.5/v1' })?.source).toBe('free');
    expect(priceOf({ model: 'mock/echo' })?.source).toBe('free');
    expect(priceOf({ model: 'openai/gpt-4o', api_base: 'http://10.0.0.5/v1' })?.base.input).toBe(2_500_000_000n);
  });

  it('of pictures are those of the book by size and quality, also at an address of the operator, unless the config prices them', () => {
    const at = { model: 'openai/dall-e-3', api_base: 'http://10.0.0.5/v1' };
    expect(priceOf(at)?.pictures?.rows).toHaveLength(6);
    expect(priceOf({ ...at, output_cost_per_image: 0.01 })).toMatchObject({ base: { image: 10_000_000_000_000n } });
    expect(priceOf({ ...at, output_cost_per_image: 0.01 })?.pictures).toBeUndefined();
    expect(priceOf({ ...at, input_cost_per_pixel: 1e-8, output_cost_per_pixel: 0 })?.pictures).toEqual({
      size: '1024x1024',
      rows: [],
      perPixel: 10_000_000n,
    });
  });

  it('of a wildcard are those of the concrete model', () => {
    const { snapshot } = compiled([entry('openai/*', { model: 'openai/*' })]);
    const [deployment] = snapshot.wildcards[0]?.deployments ?? [];
    if (deployment === undefined) throw new Error('no deployment');
    expect(snapshot.priceOf(deployment, 'gpt-4.1-mini').price?.base).toMatchObject({
      input: 400_000_000n,
      cacheRead: 100_000_000n,
      output: 1_600_000_000n,
    });
    expect(snapshot.priceOf(deployment, 'no-such-model').price).toBeUndefined();
    expect(snapshot.priceOf(deployment, 'gpt-4.1-mini')).toBe(snapshot.priceOf(deployment, 'gpt-4.1-mini'));
  });

  it('change at the instant from which another one holds', () => {
    const clock = new ManualClock(Date.parse('2026-08-20T23:59:59Z'));
    const { snapshot } = compiled([entry('a', { model: 'openai/gpt-5.6-sol' })], {}, clock);
    const [deployment] = snapshot.groups.get('a') ?? [];
    if (deployment === undefined) throw new Error('no deployment');
    expect(snapshot.priceOf(deployment, 'gpt-5.6-sol').price?.base.input).toBe(5_000_000_000n);
    clock.at += 1_000;
    expect(snapshot.priceOf(deployment, 'gpt-5.6-sol').price?.base.input).toBe(4_000_000_000n);
  });
});
