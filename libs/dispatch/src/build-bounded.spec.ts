import type { CanonicalRequest } from '@tollgate/canonical';
import { succeed } from '@tollgate/kernel';
import type { BuiltRequest, ProviderOperation } from '@tollgate/providers';
import { buildBounded } from './build-bounded.js';

const target = { apiBase: 'http://provider.invalid/v1', litellmModel: 'p/m' } as Parameters<
  typeof buildBounded
>[2]['target'];
const request = {} as CanonicalRequest;

/** A provider in whose bytes the limit `inBytes(wished)` stands; `wished` remembers what it was asked for. */
function providerOf(inBytes: (wished: number | undefined) => number | undefined) {
  const wished: (number | undefined)[] = [];
  const operation: Pick<ProviderOperation, 'buildRequest' | 'outputLimit'> = {
    outputLimit: { field: 'max_completion_tokens', siblings: ['max_tokens'], minimum: 1, coversReasoning: true },
    buildRequest: (_request, _target, limit) => {
      wished.push(limit);
      return succeed({
        spec: { method: 'POST', origin: 'http://provider.invalid', path: ['v1', 'chat'], headers: {} },
        warnings: [
          { code: 'dropped', path: 'max_tokens', reason: 'as asked' },
          { code: 'dropped', path: 'seed', reason: 'as asked' },
        ],
        outputLimit: inBytes(limit),
      } as unknown as BuiltRequest);
    },
  };
  return { operation, wished };
}

const build = (provider: ReturnType<typeof providerOf>, held: { limitUpstream: boolean; outputTokens?: number }) =>
  buildBounded(provider.operation, { request }, { target }, held);

describe('buildBounded', () => {
  it('asks for the limit that is held, and sends what stands so in the bytes', () => {
    const keeping = providerOf((limit) => limit);
    expect(build(keeping, { limitUpstream: true, outputTokens: 7 })).toMatchObject({ ok: true });
    expect(keeping.wished).toEqual([7]);
  });

  it.each([
    ['no limit', undefined],
    ['a larger limit', 8],
  ])('refuses bytes in which %s stands instead of the one that is held', (_what, inBytes) => {
    const deaf = providerOf(() => inBytes);
    const built = build(deaf, { limitUpstream: true, outputTokens: 7 });
    expect(built).toMatchObject({ ok: false, error: { code: 'internal_error' } });
    expect(!built.ok && built.error.detail).toContain('held 7');
  });

  it('sends a smaller limit of the operator’s own', () => {
    expect(
      build(
        providerOf(() => 5),
        { limitUpstream: true, outputTokens: 7 },
      ),
    ).toMatchObject({ ok: true });
  });

  it('lowers a limit of the operator’s own that is larger than what is held, where none was to be sent', () => {
    const operators = providerOf((limit) => limit ?? 100);
    const built = build(operators, { limitUpstream: false, outputTokens: 7 });
    expect(built).toMatchObject({ ok: true, value: { outputLimit: 7 } });
    expect(operators.wished).toEqual([undefined, 7]);
  });

  it('adds no limit where no money bounds the answer, and leaves the operator’s as it is', () => {
    for (const own of [undefined, 100]) {
      const provider = providerOf(() => own);
      expect(build(provider, { limitUpstream: false })).toMatchObject({ ok: true, value: { outputLimit: own } });
      expect(provider.wished).toEqual([undefined]);
    }
  });

  it('says of no limit that it was dropped while one stands in the bytes', () => {
    const paths = (inBytes: number | undefined, held: Parameters<typeof build>[1]) => {
      const built = build(
        providerOf(() => inBytes),
        held,
      );
      return built.ok && built.value.warnings.map(({ path }) => path);
    };
    expect(paths(7, { limitUpstream: true, outputTokens: 7 })).toEqual(['seed']);
    expect(paths(undefined, { limitUpstream: false })).toEqual(['max_tokens', 'seed']);
  });
});
