import { callGateway, createKey, Gateway, queryDatabase, rotateDueKeys } from '../../support/gateway/index.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(90_000);

const OLD = 'the salt key of old times';
const NEW = 'the salt key of new times';

describe('tollgate salt rotate', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SALT_KEY: OLD } });
  });
  afterAll(() => gateway.dispose());

  const rotate = (env: Record<string, string>) =>
    runToEnd(['salt', 'rotate', '--data-dir', gateway.dataFolder], {
      env: { DATABASE_URL: gateway.databaseUrl, ...env },
    });

  it('encrypts anew what the old key encrypted, beside the running product, once; then the new key alone reads it', async () => {
    const made = { model_name: 'kept', litellm_params: { model: 'mock/echo' }, model_info: { id: 'kept' } };
    await callGateway(gateway, 'POST /model/new', { body: made });
    const body = { credential_name: 'kept', credential_values: { api_key: 'sk-x' } };
    await callGateway(gateway, 'POST /credentials', { body });
    const { key } = await createKey(gateway, { auto_rotate: true, rotation_interval: '7d' });
    await rotateDueKeys(gateway.databaseUrl, OLD, 7 * 86_400_000);
    expect(await rotate({ SALT_KEY: NEW })).toMatchObject({ code: 1 });
    const first = await rotate({ SALT_KEY: NEW, PREVIOUS_SALT_KEYS: `something else, ${OLD}` });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('models: 1 encrypted anew, of 1 looked at\ncredentials: 1 encrypted anew, of 1');
    expect(first.stdout).toContain('keys: 1 encrypted anew, of 1 looked at');
    const again = await rotate({ SALT_KEY: NEW, PREVIOUS_SALT_KEYS: OLD });
    expect(again.stdout).toContain('models: 0 encrypted anew, of 1 looked at\ncredentials: 0 encrypted anew, of 1');
    const back = await rotate({ SALT_KEY: OLD, PREVIOUS_SALT_KEYS: NEW });
    expect(back.stdout).toContain('models: 1 encrypted anew');
    expect((await callGateway(gateway, `POST /key/${key}/rotation/collect`, { key })).status).toBe(200);
  });

  it('names what none of the keys opens, and leaves it as it is', async () => {
    const rows = 'SELECT params FROM tollgate.proxy_model';
    const before = await queryDatabase(gateway.databaseUrl, rows);
    const lost = await rotate({ SALT_KEY: 'neither', PREVIOUS_SALT_KEYS: 'nor' });
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain('1 of the models can be read with none of the keys');
    expect(await queryDatabase(gateway.databaseUrl, rows)).toEqual(before);
  });
});
