import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { Losses } from '../losses.js';
import { encodeKeptMetadata, encodeMetadata } from './encode-metadata.js';

const target = { additionalDropParams: [] as readonly string[] } as Target;
const QUIRKS = { takesMetadata: true };

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`name${String(at)}`, 'value']));
}

describe('metadata that a provider would not keep with an answer', () => {
  it.each([
    [
      'of a chat that asks to store',
      (metadata: CanonicalRequest['metadata']) =>
        encodeMetadata(
          { format: 'openai-chat', metadata, store: true, gateway: {} } as CanonicalRequest,
          target,
          QUIRKS,
          new Losses(),
        ),
      "Leave out 'store'",
    ],
    [
      'of a response that asks to store',
      (metadata: CanonicalRequest['metadata']) =>
        encodeKeptMetadata({ metadata, store: true } as never, target, new Losses()),
      "Set 'store' to false",
    ],
    [
      'of a response, which is kept unless it says otherwise',
      (metadata: CanonicalRequest['metadata']) => encodeKeptMetadata({ metadata } as never, target, new Losses()),
      "Set 'store' to false",
    ],
  ])('%s is refused with its name and the way out', (_, encode, wayOut) => {
    const refusals = [encode({ good: 'a', eval: { nested: 1 } }), encode(pairs(17))].map((outcome) =>
      outcome.ok ? undefined : [outcome.error.param, outcome.error.message],
    );
    expect(refusals).toEqual([
      ['metadata.eval', expect.stringMatching(/^Invalid value for 'metadata.eval': only text values can be stored/)],
      [
        'metadata.name16',
        expect.stringMatching(/^Invalid value for 'metadata.name16': at most 16 pairs can be stored/),
      ],
    ]);
    for (const refusal of refusals) expect(refusal?.[1]).toContain(wayOut);
  });

  it('of a response that is not to be stored is left out and named', () => {
    const losses = new Losses();
    const outcome = encodeKeptMetadata({ metadata: { good: 'a', eval: {} }, store: false }, target, losses);
    expect(outcome).toEqual({ ok: true, value: { good: 'a' } });
    expect(losses.warnings.map(({ path }) => path)).toEqual(['metadata.eval']);
  });
});
