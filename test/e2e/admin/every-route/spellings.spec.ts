import { Agent, request } from 'node:http';
import { MASTER_KEY } from '../support/call-admin.js';
import { bodyOf, callOf, PUBLIC_ROUTES, ROUTES } from '../support/routes.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY', 'PROPFIND'] as const;

/** Other ways to write a path, which a parser before the guard might read as the path itself, or the guard as another. */
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  capitals: (path) => path.toUpperCase(),
  'one capital': (path) => `/${path.charAt(1).toUpperCase()}${path.slice(2)}`,
  'a double slash before': (path) => `/${path}`,
  'a double slash and a host': (path) => `//example.com${path}`,
  'double slashes': (path) => path.replaceAll('/', '//'),
  'two slashes at the end': (path) => `${path}//`,
  'a dot segment': (path) => `/.${path}`,
  'a double dot segment': (path) => `/x/..${path}`,
  'a double dot segment out of what is public': (path) => `/login/..${path}`,
  'encoded dot segments': (path) => `/login/%2e%2e${path}`,
  'an encoded letter': (path) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  'a letter encoded twice': (path) => `/%25${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  'an encoded slash before': (path) => `/%2f${path.slice(1)}`,
  'encoded slashes': (path) => `/${path.slice(1).replaceAll('/', '%2f')}%2f`,
  backslashes: (path) => `/${path.slice(1).replaceAll('/', '\\')}\\`,
  'encoded backslashes': (path) => `/${path.slice(1).replaceAll('/', '%5c')}%5c`,
  'a parameter': (path) => `${path};x=y`,
  'a NUL at the end': (path) => `${path}%00`,
  'a space at the end': (path) => `${path}%20`,
  'a line break at the end': (path) => `${path}%0a`,
  'an encoded question mark': (path) => `${path}%3fx=y`,
  'an encoded fragment': (path) => `${path}%23x`,
  'overlong slashes': (path) => `/${path.slice(1).replaceAll('/', '%c0%af')}%c0%af`,
  'half a character': (path) => `${path}%c3`,
  'an encoding that is none': (path) => `${path}%zz`,
  'a dot at the end': (path) => `${path}.`,
  'a suffix': (path) => `${path}.json`,
};

const REFUSED = new Set([400, 401, 403, 404, 405, 422]);
const pathOf = (route: string): string => callOf(route).split(' ')[1] ?? '';
const methodOf = (route: string): string => route.split(' ')[0] ?? '';

/** Those that take a path: also one of an id, which another path may be. */
function routesThatTake(path: string): readonly string[] {
  return [...ROUTES, ...PUBLIC_ROUTES].filter((route) => {
    const pattern = route.replace(/^\w+ /, '').replace(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(path);
  });
}

/** Each path with the methods that it is served with, and whether an id stands in it: then another spelling may be another id. */
const PATHS = [...new Set([...ROUTES, ...PUBLIC_ROUTES].map(pathOf))].map((path) => {
  const routes = routesThatTake(path);
  return [path, [...new Set(routes.map(methodOf))], routes.some((route) => route.includes('{'))] as const;
});

describe('every path of the admin API', () => {
  let admin: TestAdmin;
  const agent = new Agent({ keepAlive: true });
  const callers: [name: string, key: string | undefined][] = [];
  /** What is there before the first call: none of them changes it. */
  let rows: Awaited<ReturnType<TestAdmin['everyRow']>>;

  beforeAll(async () => {
    admin = await startAdmin();
    callers.push(
      ['nobody', undefined],
      ['a stranger', 'sk-stranger-0123456789'],
      ['a viewer', (await admin.makeUserKey('internal_user_viewer')).secret],
      ['an admin whose key calls models only', (await admin.makeAdminKey({ key_type: 'llm_api' })).secret],
      ['an admin whose key calls other routes only', (await admin.makeAdminKey({ allowed_routes: ['/x/*'] })).secret],
      ['the master key', MASTER_KEY],
    );
    rows = await admin.everyRow();
  });
  afterAll(async () => {
    agent.destroy();
    await admin.close();
  });

  const ask = (method: string, path: string, key: string | undefined, content?: object): Promise<number> => {
    const body = content === undefined ? '' : JSON.stringify(content);
    const headers = {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(admin.base, { agent, method, path, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.once('error', reject).end(body);
    });
  };

  it.each(PATHS)('%s (%s) has one spelling: no other is served', async (path, methods, hasId) => {
    const wrong: unknown[] = [];
    for (const [spelling, write] of Object.entries(SPELLINGS))
      for (const method of methods)
        for (const [caller, key] of callers) {
          const status = await ask(method, write(path), key, bodyOf(`${method} ${path}`));
          const isThere = !hasId && status !== 404 && status !== 400;
          if (isThere || !REFUSED.has(status)) wrong.push([spelling, method, caller, status]);
        }
    expect(wrong).toEqual([]);
  });

  it.each(PATHS)('%s (%s) has no other method, for whomever it is, and HEAD is what GET is', async (path, methods) => {
    const wrong: unknown[] = [];
    for (const method of METHODS.filter((other) => !methods.includes(other)))
      for (const [caller, key] of callers) {
        const status = await ask(method, path, key);
        const isRead = method === 'HEAD' && methods.includes('GET');
        if (status !== (isRead ? await ask('GET', path, key) : 405)) wrong.push([method, caller, status]);
      }
    expect(wrong).toEqual([]);
  });

  it('has changed nothing meanwhile', async () => {
    expect(await admin.everyRow()).toEqual(rows);
  });
});
