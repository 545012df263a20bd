import type { BuiltRequest } from '@tollgate/providers';
import { checkSpec } from './check-spec.js';

const target = { apiBase: 'https://api.example.com/v1', model: 'm' };

function built(path: readonly string[], origin = 'https://api.example.com'): BuiltRequest {
  return {
    spec: { method: 'POST', origin, path, headers: {} },
    warnings: [],
    outputLimit: undefined,
  } as unknown as BuiltRequest;
}

describe('checkSpec', () => {
  it('lets a request pass that goes beneath its deployment', () => {
    const request = built(['v1', 'chat', 'completions']);
    expect(checkSpec(request, target)).toEqual({ ok: true, value: request });
  });

  it.each([
    ['another host', built(['v1', 'chat'], 'https://evil.example.com')],
    ['another scheme', built(['v1', 'chat'], 'http://api.example.com')],
    ['another port', built(['v1', 'chat'], 'https://api.example.com:8443')],
    ['a path beside its own', built(['v2', 'chat'])],
    ['a path that only begins like its own', built(['v1x', 'chat'])],
  ])('refuses %s', (_, request) => {
    expect(checkSpec(request, target)).toMatchObject({ ok: false, error: { code: 'internal_error' } });
  });

  it.each([['..'], ['.'], [''], ['%2e%2e'], ['%252e%252e'], ['a/../../b'], ['a\u0000b']])(
    'refuses a segment that leaves the path: %j',
    (segment) => {
      expect(checkSpec(built(['v1', segment]), target)).toMatchObject({
        ok: false,
        error: { code: 'invalid_request', param: 'model' },
      });
    },
  );
});
