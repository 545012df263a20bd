import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';
import { CLIENT_LEAVES } from './nested/client-leaves.js';
import { foundWithin } from './nested/found-within.js';
import { NEEDLESS_WITHIN } from './nested/needless.js';

const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  (['chat', 'responses'] as const).flatMap((name) => {
    const operation = adapters[name];
    return operation === undefined ? [] : [{ provider: `${id}, ${name}`, id, operation }];
  }),
);

/** Paths of what is found nowhere, by client and provider. */
const VANISHED = CLIENT_LEAVES.flatMap(({ client, base, beside, leaves }) =>
  OPERATIONS.map(({ provider, id, operation }) => {
    const target = targetOf(id);
    const lost = leaves.filter((leaf) => {
      const asked = { ...base, ...beside[leaf.path[0] ?? ''] };
      return foundWithin(client, operation, target, asked, leaf) === 'vanished';
    });
    return { client: client.id, provider, paths: new Set(lost.map(({ path }) => path.join('.'))) };
  }),
);

describe.each(CLIENT_LEAVES)('what a client of $client.id says below the top level', ({ client, leaves }) => {
  it('is read of the published schema', () => {
    expect(leaves.length).toBeGreaterThan(50);
  });

  it.each(OPERATIONS)('is sent to $provider, named as left out, or refused by name', ({ provider }) => {
    const [found] = VANISHED.filter((one) => one.client === client.id && one.provider === provider);
    expect([...(found?.paths ?? ['nothing'])].filter((path) => !Object.hasOwn(NEEDLESS_WITHIN, path))).toEqual([]);
  });
});

it('every exception is one, and has a reason', () => {
  const seen = new Set(VANISHED.flatMap(({ paths }) => [...paths]));
  expect(Object.keys(NEEDLESS_WITHIN).filter((path) => !seen.has(path))).toEqual([]);
  expect(Object.values(NEEDLESS_WITHIN).filter((reason) => reason.length < 10)).toEqual([]);
});
