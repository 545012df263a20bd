import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';
import { CLIENT_SAMPLES } from './samples.js';
import { whereabouts } from './whereabouts.js';
import { NEEDLESS, WISHES } from './wishes.js';

const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  (['chat', 'responses'] as const).flatMap((name) => {
    const operation = adapters[name];
    return operation === undefined ? [] : [{ provider: `${id}, ${name}`, id, operation }];
  }),
);

/** Every field of every dialect at every provider, and where it is to be found. */
const FOUND = CLIENT_SAMPLES.flatMap(({ client, base, samples }) =>
  OPERATIONS.flatMap(({ provider, id, operation }) =>
    samples.map((sample) => ({
      client: client.id,
      provider,
      what: sample.what,
      where: whereabouts(client, operation, targetOf(id), base, sample),
    })),
  ),
);

describe.each(CLIENT_SAMPLES)('what a client of $client.id asks for', ({ client }) => {
  it.each(OPERATIONS)('is sent to $provider, or refused by name until it may be dropped', ({ provider }) => {
    const found = FOUND.filter((one) => one.client === client.id && one.provider === provider);
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter(({ where, what }) => where === 'vanished' && !Object.hasOwn(NEEDLESS, what))).toEqual([]);
    expect(found.filter(({ where, what }) => where === 'told' && !Object.hasOwn(WISHES, what))).toEqual([]);
  });
});

it.each([
  ['told', WISHES],
  ['vanished', NEEDLESS],
] as const)('every exception (%s) is one, and has a reason', (where, exceptions) => {
  const seen = new Set(FOUND.filter((one) => one.where === where).map(({ what }) => what));
  expect(Object.keys(exceptions).filter((what) => !seen.has(what))).toEqual([]);
  expect(Object.values(exceptions).filter((reason) => reason.length < 10)).toEqual([]);
});

describe.each(CLIENT_SAMPLES)('the fields of $client.id', ({ samples }) => {
  it('are sent to some provider each, but for what is needless', () => {
    const names = new Set(FOUND.filter(({ where }) => where === 'sent').map(({ what }) => what));
    expect(
      samples.map(({ what }) => what).filter((what) => !names.has(what) && !Object.hasOwn(NEEDLESS, what)),
    ).toEqual([]);
  });
});
