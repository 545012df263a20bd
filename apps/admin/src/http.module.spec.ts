import { Body, Controller, Get, HttpCode, Module, Post, Query, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NO_MEMBERSHIPS } from '@tollgate/auth';
import { GatewayError, MASTER_KEY_ID, type Principal } from '@tollgate/canonical';
import { fail, succeed, type Outcome } from '@tollgate/kernel';
import { createLogger } from '@tollgate/telemetry';
import type { AddressInfo, Server } from 'node:net';
import { RequirePermission } from './access/permission.decorator.js';
import { HttpModule } from './http.module.js';
import { Field } from './validation/field.decorator.js';
import { integerBetween, NUMBER, OBJECT, TEXT } from './validation/field-kinds.js';

class ProbeDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'name' })
  readonly name: string;

  @Field(NUMBER, { schema: { type: 'number' }, description: 'amount' })
  readonly amount?: number | null;

  @Field(OBJECT, { schema: { type: 'object', additionalProperties: true }, description: 'free' })
  readonly free?: object | null;
}

class ProbeQuery {
  @Field(integerBetween(1, 9), { schema: { type: 'integer' }, description: 'page' })
  readonly page: number = 1;
}

@Controller('probe')
class ProbeController {
  @Post()
  @HttpCode(200)
  @RequirePermission('key:block')
  write(@Body() body: ProbeDto): object {
    return { ...body };
  }

  @Get()
  @RequirePermission('key:read')
  read(@Query() query: ProbeQuery): object {
    return { ...query };
  }

  @Get('broken')
  @RequirePermission('key:read')
  broken(): never {
    throw new Error('the database password is hunter2');
  }

  @Post('refused')
  @RequirePermission('key:read')
  refused(@Body() _body: ProbeDto): never {
    throw new GatewayError('overloaded', { message: 'later', retryAfterMs: 1500, headers: { 'x-why': 'test' } });
  }
}

@Controller('silent')
class SilentController {
  @Get()
  read(): string {
    return 'nobody said who may read this';
  }
}

const master: Principal = {
  kind: 'master',
  keyId: MASTER_KEY_ID,
  keyHash: 'f'.repeat(64),
  role: 'proxy_admin',
  models: [],
  teamModels: [],
  aliases: {},
  allowedRoutes: [],
  blocked: false,
  scopes: [],
  tags: [],
  metadata: {},
};
const callers: Readonly<Record<string, Principal>> = {
  master,
  admin: { ...master, kind: 'key', userId: 'boss' },
  plain: { ...master, kind: 'key', role: 'internal_user' },
  user: { ...master, kind: 'key', role: 'internal_user', userId: 'iu-uidabcdefghfix0' },
  viewer: { ...master, kind: 'key', role: 'proxy_admin_viewer', userId: 'viewer' },
  anonymous: { ...master, kind: 'anonymous', role: 'internal_user' },
  narrow: { ...master, kind: 'key', userId: 'boss', allowedRoutes: ['llm_api_routes', '/other'] },
};

const authenticator = {
  isMaster: (secret: string): boolean => secret === 'master',
  authenticate: (secret: string | undefined): Promise<Outcome<Principal, GatewayError>> => {
    const caller = callers[secret ?? ''];
    const refusal = new GatewayError('no_credentials', {
      message: 'Authentication Error, No api key passed in.',
      param: 'None',
    });
    return Promise.resolve(caller === undefined ? fail(refusal) : succeed(caller));
  },
};

const epochs = { heard: 0n, poll: () => Promise.resolve() };
const memberships = { of: () => Promise.resolve(NO_MEMBERSHIPS) };

const nobody = (): Promise<Outcome<never, GatewayError>> =>
  Promise.resolve(fail(new GatewayError('invalid_credentials', { message: 'nobody' })));
const sessions = {
  authenticate: nobody,
  login: nobody,
  logout: () => Promise.resolve(),
  openFor: () => Promise.resolve(undefined),
};

const logged: string[] = [];
const logger = createLogger('error', false, (line) => logged.push(line));
const open: INestApplication[] = [];

async function start(controller: Type): Promise<string> {
  const dependencies = {
    authenticator,
    credentials: {},
    sessions,
    memberships,
    epochs,
    allowedEnvReferences: [],
    logger,
  };
  @Module({ imports: [HttpModule.register(dependencies)], controllers: [controller] })
  class ProbeModule {}
  const app = await NestFactory.create(ProbeModule, { logger: false, abortOnError: false });
  open.push(app);
  await app.listen(0, '127.0.0.1');
  return `http://127.0.0.1:${String(((app.getHttpServer() as Server).address() as AddressInfo).port)}`;
}

describe('what stands before and behind every admin route', () => {
  let base: string;

  beforeAll(async () => {
    base = await start(ProbeController);
  });

  afterAll(() => Promise.all(open.map((app) => app.close())));

  const call = async (
    path: string,
    caller: string,
    init: RequestInit = {},
  ): Promise<{ status: number; headers: Headers; body: unknown }> => {
    const headers = {
      authorization: `Bearer ${caller}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const response = await fetch(base + path, { ...init, headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const post = (caller: string, body: string) => call('/probe', caller, { method: 'POST', body });

  it.each(['master', 'admin'])('serves %s', async (caller) => {
    expect(await post(caller, '{"name":"x"}')).toMatchObject({ status: 200, body: { name: 'x' } });
  });

  it.each([
    ['plain', 'unknown', '*******'],
    ['user', 'internal_user', 'iu-uid**********x0'],
    ['viewer', 'proxy_admin_viewer', '******'],
    ['anonymous', 'unknown', '*******'],
  ])("refuses %s with LiteLLM's 401", async (caller, role, userId) => {
    expect(await post(caller, '{"name":"x"}')).toMatchObject({
      status: 401,
      body: {
        error: {
          message:
            'Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. ' +
            `Route=/probe. Your role=${role}. Your user_id=${userId}`,
          type: 'auth_error',
          param: 'None',
          code: '401',
        },
      },
    });
  });

  it('refuses the unauthenticated before it looks at the body', async () => {
    expect(await post('', '{"amount":"ten"}')).toMatchObject({
      status: 401,
      body: {
        error: {
          message: 'Authentication Error, No api key passed in.',
          type: 'auth_error',
          param: 'None',
          code: '401',
        },
      },
    });
  });

  it('refuses a key whose allowed routes leave this one out, an admin too', async () => {
    expect(await call('/probe', 'narrow')).toMatchObject({
      status: 403,
      body: {
        detail:
          "Virtual key is not allowed to call this route. Only allowed to call routes: ['llm_api_routes', '/other']. Tried to call route: /probe",
      },
    });
  });

  it("names every faulty field in LiteLLM's 422, and sends no value back", async () => {
    const answer = await post('master', '{"amount":"sk-secret","free":[]}');
    expect(answer).toMatchObject({ status: 422 });
    expect(answer.body).toEqual({
      detail: [
        { type: 'missing', loc: ['body', 'name'], msg: 'Field required' },
        {
          type: 'float_parsing',
          loc: ['body', 'amount'],
          msg: 'Input should be a valid number, unable to parse string as a number',
        },
        { type: 'dict_type', loc: ['body', 'free'], msg: 'Input should be a valid dictionary' },
      ],
    });
  });

  it('reads numbers written as text, and keeps null apart from absent', async () => {
    expect((await post('master', '{"name":"x","amount":"1.5"}')).body).toEqual({ name: 'x', amount: 1.5 });
    expect((await post('master', '{"name":"x","amount":null}')).body).toEqual({ name: 'x', amount: null });
  });

  it('keeps free objects exactly as sent', async () => {
    const free = { a: { b: [1, null, { c: '' }] }, '': [], 'key.with.dots': false };
    expect((await post('master', JSON.stringify({ name: 'x', free }))).body).toEqual({ name: 'x', free });
  });

  it.each([
    ['/probe', 200],
    ['/probe/refused', 503],
  ])('names in a header the fields that %s did not read, whether it serves (%p) or refuses', async (path, status) => {
    const answer = await call(path, 'master', { method: 'POST', body: '{"name":"x","max_budgett":1,"a\\r\\nb: c":2}' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-tollgate-ignored-fields')).toBe('max_budgett, a%0D%0Ab%3A%20c');
  });

  it('names a bounded part of very many, and of long ones, and reads what it knows among them', async () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_one, index) => [`k${String(index)}`, 1]));
    const free = { a: 1 };
    const body = JSON.stringify({ ...many, name: 'x', free });
    const answer = await call('/probe', 'master', { method: 'POST', body });
    expect(answer.body).toEqual({ name: 'x', free });
    expect(answer.headers.get('x-tollgate-ignored-fields')).toMatch(/^k0, k1, .*, k19, \.\.\.$/);
    const long = Object.fromEntries(Array.from({ length: 20 }, (_one, index) => ['ü'.repeat(63) + String(index), 1]));
    const named = await call('/probe', 'master', { method: 'POST', body: JSON.stringify({ ...long, name: 'x' }) });
    expect(named.headers.get('x-tollgate-ignored-fields')?.length).toBeLessThan(1_100);
  });

  it('names nothing when everything was read', async () => {
    expect((await post('master', '{"name":"x"}')).headers.get('x-tollgate-ignored-fields')).toBeNull();
  });

  it.each([
    ['[]', 'model_attributes_type'],
    ['{"name":', 'json_invalid'],
  ])('answers 422 to the body %s', async (body, type) => {
    expect(await post('master', body)).toMatchObject({ status: 422, body: { detail: [{ type }] } });
  });

  it('answers 422 to an absent body', async () => {
    expect(await call('/probe', 'master', { method: 'POST' })).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'missing', loc: ['body'] }] },
    });
  });

  it('reads the query with defaults and bounds', async () => {
    expect((await call('/probe', 'plain')).body).toEqual({ page: 1 });
    expect((await call('/probe?page=3&foreign=1', 'plain')).body).toEqual({ page: 3 });
    expect(await call('/probe?page=0', 'plain')).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'greater_than_equal', loc: ['query', 'page'] }] },
    });
  });

  it('tells the log alone what broke inside', async () => {
    const answer = await call('/probe/broken', 'plain');
    expect(answer).toMatchObject({ status: 500, body: { error: { type: 'internal_server_error', code: '500' } } });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    expect(logged.filter((line) => line.includes('hunter2'))).toHaveLength(1);
  });

  it('sends the headers of a refusal', async () => {
    const answer = await call('/probe/refused', 'plain', { method: 'POST', body: '{"name":"x"}' });
    expect(answer).toMatchObject({ status: 503, body: { error: { message: 'later', param: null, code: '503' } } });
    expect([answer.headers.get('retry-after'), answer.headers.get('x-why')]).toEqual(['2', 'test']);
  });

  it('answers 404 in the envelope to a path that nobody serves', async () => {
    expect(await call('/nothing/here', 'master')).toMatchObject({
      status: 404,
      body: { error: { message: 'Not Found', type: 'not_found_error', param: null, code: '404' } },
    });
  });

  it('answers 413 to a body that is too large', async () => {
    expect(await post('master', JSON.stringify({ name: 'x'.repeat(200_000) }))).toMatchObject({
      status: 413,
      body: { error: { code: '413' } },
    });
  });

  it('does not start with a route that says nothing about who may call it', async () => {
    await expect(start(SilentController)).rejects.toThrow(
      'routes without a declared permission: SilentController.read',
    );
  });

  it('keeps two apps in one process apart', async () => {
    const other = await start(ProbeController);
    expect(other).not.toBe(base);
    const [first, second] = await Promise.all([
      call('/probe', 'plain'),
      fetch(`${other}/probe`, { headers: { authorization: 'Bearer nobody' } }),
    ]);
    expect([first.status, second.status]).toEqual([200, 401]);
  });
});
