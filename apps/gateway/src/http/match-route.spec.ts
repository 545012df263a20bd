import { authorizeRoute } from '@tollgate/admission';
import type { Principal } from '@tollgate/canonical';
import { matchRoute } from './match-route.js';
import { DATA_PLANE_PREFIXES, ROUTES } from './route-table.js';

describe('the route table', () => {
  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s matches its own row',
    (_name, route) => {
      const match = matchRoute(
        route.method,
        route.path.replace('{model}', 'openai%2Fgpt-4o').replace('{id}', 'resp_1'),
      );
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

  it.each([
    ['/openai/deployments/gpt-4o/chat/completions', 'chat-completions', 'gpt-4o'],
    ['/openai/deployments/openai/gpt-4o/chat/completions', 'chat-completions', 'openai/gpt-4o'],
    ['/openai/deployments/openai%2Fgpt-4o/completions', 'completions', 'openai/gpt-4o'],
    ['/engines/gpt-4o/chat/completions', 'chat-completions', 'gpt-4o'],
    ['/engines/a/b/completions', 'completions', 'a/b'],
  ])('takes the model of %s out of its midst', (path, surface, model) => {
    expect(matchRoute('POST', `${path}?api-version=2024-10-21`)).toMatchObject({
      kind: 'route',
      route: { target: { surface } },
      params: { model },
      query: 'api-version=2024-10-21',
    });
  });

  it.each([
    ['GET', '/openai/deployments/gpt-4o/responses/resp_1', 'get', { model: 'gpt-4o', id: 'resp_1' }],
    ['DELETE', '/engines/a/b/responses/resp_1', 'delete', { model: 'a/b', id: 'resp_1' }],
    ['POST', '/v1/engines/openai%2Fgpt-4o/responses/resp_1/cancel', 'cancel', { model: 'openai/gpt-4o', id: 'resp_1' }],
    [
      'GET',
      '/openai/deployments/a/responses/b/responses/resp_1/input_items',
      'input-items',
      { model: 'a/responses/b', id: 'resp_1' },
    ],
  ])('takes both the model and the id out of %s %s', (method, path, action, params) => {
    expect(matchRoute(method, path)).toMatchObject({ kind: 'route', route: { target: { action } }, params });
  });

  it.each([
    '/openai/deployments/gpt-4o/responses/..',
    '/openai/deployments/gpt-4o/responses/a%2Fb',
    '/openai/deployments/..%2Fx/responses/resp_1',
    '/openai/deployments/responses/resp_1',
    '/openai/deployments//responses/resp_1',
    '/engines/gpt-4o/responses/',
    '/v1/engines/gpt-4o/responses/resp_1/other',
  ])('takes nothing else for them: %s', (path) => {
    expect(matchRoute('GET', path)).toMatchObject({ kind: 'refused', status: 404 });
  });

  it.each(['..%2F..%2Fkey', '.', 'a%00b', ''])('takes no model %p there', (model) => {
    expect(matchRoute('POST', `/openai/deployments/${model}/chat/completions`)).toMatchObject({ kind: 'refused' });
  });

  it.each([
    ['/v1beta/models/gemini-2.5-flash:generateContent', 'generate-content', 'gemini-2.5-flash'],
    ['/v1beta/models/openai/gpt-4o:streamGenerateContent', 'stream-generate-content', 'openai/gpt-4o'],
    ['/v1beta/models/ft%3Agpt-4o%3Aorg:generateContent', 'generate-content', 'ft:gpt-4o:org'],
    ['/models/a/b:generateContent', 'generate-content', 'a/b'],
    ['/v1/models/a/b:streamGenerateContent', 'stream-generate-content', 'a/b'],
  ])('takes Google’s method off the model of %s', (path, surface, model) => {
    expect(matchRoute('POST', `${path}?alt=sse`)).toMatchObject({
      kind: 'route',
      route: { target: { surface }, keyParameter: 'key' },
      params: { model },
      query: 'alt=sse',
    });
  });

  it.each(['..:generateContent', ':generateContent', 'a%2F..%2Fb:generateContent', 'a:unknownMethod'])(
    'takes no %p there, and refuses it in Google’s dialect',
    (last) => {
      expect(matchRoute('POST', `/v1beta/models/${last}`)).toMatchObject({
        kind: 'refused',
        status: 404,
        surface: 'generate-content',
      });
    },
  );

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

  it.each(['/v1/model/info', '/v1/model/info?litellm_model_id=a', '/v1/access_group', '/v1/access_group/0193-ab?x=y'])(
    'hands %s on: an admin route of LiteLLM’s',
    (target) => {
      expect(matchRoute('GET', target)).toEqual({ kind: 'elsewhere' });
    },
  );

  it.each([
    ['POST', '/v1/model/info'],
    ['GET', '/v1/model/info/'],
    ['GET', '/V1/model/info'],
    ['GET', '/v1/model/Info'],
    ['GET', '/v1/model/%69nfo'],
    ['GET', '/v1//model/info'],
    ['GET', '/v1/model/info/x'],
    ['GET', '/v1/model/new'],
    ['POST', '/v1/access_group/0193-ab'],
    ['GET', '/v1/access_group/'],
    ['GET', '/v1/access_group/..'],
    ['GET', '/v1/access_group/a/b'],
    ['GET', '/v1/access_group/a%2Fb'],
    ['GET', '/v1/access_group/a;b'],
    ['GET', '/v1/access_groups'],
  ])('hands on nothing that is only like it: %s %s', (method, target) => {
    expect(matchRoute(method, target)).toMatchObject({ kind: 'refused', status: 404 });
  });

  it.each(['/key/generate', '/docs', '/spend/logs?page=2', '/'])('leaves %s to the admin side', (target) => {
    expect(matchRoute('GET', target)).toEqual({ kind: 'elsewhere' });
  });

  it.each(ROUTES.filter(({ target }) => target.kind === 'surface').map(({ path }) => path))(
    'lets a key that is held to LLM routes call %s',
    (path) => {
      const principal = { allowedRoutes: ['llm_api_routes'] } as unknown as Principal;
      expect(authorizeRoute(principal, path.replace(/\{\w+\}/, 'gpt-4o'))).toBeUndefined();
    },
  );

  it('has no row without a stated access, and only what says nothing of callers is public', () => {
    const open = ROUTES.filter((route) => route.access === 'public').map((route) => route.path);
    expect(open.sort()).toEqual(['/', '/health/liveliness', '/health/liveness', '/health/readiness']);
    expect(DATA_PLANE_PREFIXES).toEqual(
      new Set([
        'v1',
        'v1beta',
        'audio',
        'responses',
        'embeddings',
        'images',
        'moderations',
        'chat',
        'completions',
        'openai',
        'engines',
        'models',
        'health',
        'metrics',
        'messages',
      ]),
    );
  });
});
