import { matchRoute } from './match-route.js';
import { DATA_PLANE_PREFIXES, ROUTES } from './route-table.js';

describe('the route table', () => {
  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s matches its own row',
    (_name, route) => {
      const match = matchRoute(route.method, route.path.replace('{model}', 'openai%2Fgpt-4o'));
      expect(match).toMatchObject({ kind: 'route', route });
    },
  );

  it('decodes a captured model once', () => {
    expect(matchRoute('GET', '/v1/models/openai%2Fgpt-4o')).toMatchObject({
      kind: 'route',
      params: { model: 'openai/gpt-4o' },
    });
    expect(matchRoute('GET', '/v1/models/openai/gpt-4o')).toMatchObject({
      kind: 'route',
      params: { model: 'openai/gpt-4o' },
    });
  });

  it('keeps the query apart from the path', () => {
    expect(matchRoute('POST', '/v1/messages?beta=true')).toMatchObject({ kind: 'route', query: 'beta=true' });
  });

  it.each([
    ['a percent-encoded traversal in a model', 'GET', '/v1/models/..%2F..%2Fkey%2Finfo'],
    ['a doubly encoded one', 'GET', '/v1/models/%252e%252e'],
    ['dot segments', 'POST', '/v1/./chat/completions'],
    ['a double slash', 'POST', '//v1/chat/completions'],
    ['an encoded slash', 'POST', '/v1%2fchat/completions'],
    ['a backslash', 'POST', '/v1\\chat/completions'],
    ['an encoded backslash', 'POST', '/v1/%5cchat'],
    ['a fragment', 'POST', '/v1/chat/completions#x'],
    ['absolute form', 'POST', 'http://elsewhere/v1/chat/completions'],
    ['an unknown path beneath a prefix', 'POST', '/v1/unknown'],
    ['a prefix in capitals', 'POST', '/V1/chat/completions'],
    ['an encoded prefix', 'POST', '/%76%31/chat/completions'],
    ['a doubly encoded prefix', 'POST', '/%2576%2531/chat/completions'],
    ['a prefix with a parameter', 'POST', '/v1;x=1/chat/completions'],
    ['an encoding that is none', 'GET', '/%zz'],
    ['a trailing slash', 'POST', '/v1/chat/completions/'],
    ['asterisk form', 'OPTIONS', '*'],
  ])('refuses %s without handing it on', (_name, method, target) => {
    expect(matchRoute(method, target)).toMatchObject({ kind: 'refused', status: 404 });
  });

  it('answers another method with 405 and what is allowed', () => {
    expect(matchRoute('GET', '/v1/chat/completions')).toMatchObject({ kind: 'refused', status: 405, allow: 'POST' });
    expect(matchRoute('DELETE', '/v1/models/gpt-4o')).toMatchObject({ kind: 'refused', status: 405, allow: 'GET' });
  });

  it.each(['/key/generate', '/docs', '/spend/logs?page=2', '/'])('leaves %s to the admin side', (target) => {
    expect(matchRoute('GET', target)).toEqual({ kind: 'elsewhere' });
  });

  it('has no row without a stated access, and only what says nothing of callers is public', () => {
    const open = ROUTES.filter((route) => route.access === 'public').map((route) => route.path);
    expect(open.sort()).toEqual(['/', '/health/liveliness', '/health/liveness', '/health/readiness']);
    expect(DATA_PLANE_PREFIXES).toEqual(new Set(['v1', 'chat', 'models', 'health', 'metrics']));
  });
});
