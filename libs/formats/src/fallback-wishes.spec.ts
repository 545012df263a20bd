import type { JsonObject } from '@tollgate/kernel';
import { liftGatewayFields } from './lift-gateway-fields.js';
import { refuseClientDestinations } from './refuse-client-destinations.js';

const lift = (body: unknown) => liftGatewayFields(body as JsonObject);

describe("a client's fallbacks", () => {
  it.each([
    [{ fallbacks: ['a', { model: 'b' }] }, { list: ['a', 'b'] }],
    [
      { fallbacks: [{ g: ['a'] }, { h: ['b'], g: ['c'] }] },
      {
        general: new Map([
          ['g', ['a']],
          ['h', ['b']],
        ]),
      },
    ],
    [{ context_window_fallbacks: [{ g: ['a'] }] }, { contextWindow: new Map([['g', ['a']]]) }],
    [
      { content_policy_fallbacks: [{ g: ['a'] }], max_fallbacks: 2 },
      { contentPolicy: new Map([['g', ['a']]]), max: 2 },
    ],
  ])('are read from %j, and never sent on', (body, fallbacks) => {
    expect(lift({ ...body, temperature: 1 })).toEqual({ gateway: { fallbacks }, rest: { temperature: 1 } });
  });

  it.each([
    { fallbacks: 'a' },
    { fallbacks: [1] },
    { fallbacks: [{ model: 'a', messages: [] }] },
    { fallbacks: [{ g: 'a' }] },
    { fallbacks: Array.from({ length: 65 }, () => 'a') },
    { context_window_fallbacks: ['a'] },
    { max_fallbacks: -1 },
  ])('are named as not served in any other form: %j', (body) => {
    expect(lift(body)).toEqual({ gateway: { unserved: body }, rest: {} });
  });

  it('name no more in a whole table than in a list', () => {
    const groups = (count: number) => Array.from({ length: count }, (_, index) => `g${String(index)}`);
    const inOne = { fallbacks: [Object.fromEntries(groups(65).map((group) => [group, []]))] };
    const inMany = { content_policy_fallbacks: groups(13).map((group) => ({ [group]: ['a', 'b', 'c', 'd'] })) };
    for (const body of [inOne, inMany]) expect(lift(body)).toEqual({ gateway: { unserved: body }, rest: {} });
  });

  it('do not choose where they are sent, or with which credentials', () => {
    const body = { fallbacks: ['a', { model: 'b', api_key: 'sk-x', api_base: 'http://x' }] };
    expect(refuseClientDestinations(body)).toMatchObject({ status: 401, param: 'fallbacks[1].api_key' });
  });
});
