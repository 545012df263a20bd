import type { HttpRequestSpec } from '@tollgate/canonical';
import { EntraIssuer } from './entra-issuer.js';

const CLIENT = { tenant_id: '11111111-2222-3333-4444-555555555555', client_id: 'app', client_secret: 'hush&=' };

/** Entra's token endpoint, which the gateway's client stands in for. */
function entra(status: number, answer: object) {
  const asked: HttpRequestSpec[] = [];
  const issuer = new EntraIssuer((spec) => {
    asked.push(spec);
    return Promise.resolve({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) });
  }, readFile);
  return { issuer, asked };
}

/** What stands in files: a line break ends most of them. */
const readFile = (path: string): Promise<string> =>
  path === '/run/token' ? Promise.resolve('jwt-of-another\n') : Promise.reject(new Error(`no file ${path}`));

const TOKEN = { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'opaque-token' };

test('a token is asked for with the client’s credentials, at its tenant, for Azure OpenAI', async () => {
  const { issuer, asked } = entra(200, TOKEN);
  const before = Date.now();
  const { token, expiresAt } = await issuer.issue(CLIENT);
  expect(token).toBe('opaque-token');
  expect(expiresAt - before).toBeGreaterThan(3_500_000);
  const last = asked.at(-1);
  expect(last).toMatchObject({
    method: 'POST',
    origin: 'https://login.microsoftonline.com',
    path: [CLIENT.tenant_id, 'oauth2', 'v2.0', 'token'],
    headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') },
  });
  const form = new URLSearchParams(last?.body);
  expect(Object.fromEntries(form)).toMatchObject({
    grant_type: 'client_credentials',
    client_id: 'app',
    client_secret: 'hush&=',
    scope: expect.stringContaining('https://cognitiveservices.azure.com/.default'),
  });
});

test.each([
  ['as it stands', { client_assertion: 'jwt-of-another' }],
  ['out of its file, which is renewed there', { client_assertion_file: '/run/token' }],
])('an application without a secret shows the token of another issuer, %s', async (_how, shown) => {
  const { tenant_id, client_id } = CLIENT;
  const { issuer, asked } = entra(200, TOKEN);
  await issuer.issue({ tenant_id, client_id, ...shown });
  const form = Object.fromEntries(new URLSearchParams(asked.at(-1)?.body));
  expect(form).toMatchObject({
    client_id: 'app',
    client_assertion: 'jwt-of-another',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
  expect(form['client_secret']).toBeUndefined();
});

test('a refusal is told without the token that was shown', async () => {
  const { issuer } = entra(401, { error: 'invalid_client', error_description: 'AADSTS700213: jwt-of-another' });
  const { tenant_id, client_id } = CLIENT;
  const failure = await issuer.issue({ tenant_id, client_id, client_assertion_file: '/run/token' }).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  expect(failure).toContain('AADSTS700213');
  expect(failure).not.toContain('jwt-of-another');
});

test('each token is a new one', async () => {
  const { issuer, asked } = entra(200, TOKEN);
  await issuer.issue(CLIENT);
  const once = asked.length;
  await issuer.issue(CLIENT);
  expect(asked.length).toBe(2 * once);
});

test('another cloud and another scope are asked as they are set', async () => {
  const { issuer, asked } = entra(200, { ...TOKEN, token_endpoint: 'x' });
  const settings = { azure_authority_host: 'https://login.microsoftonline.us/', azure_scope: 'https://a.b/.default' };
  await issuer.issue({ ...CLIENT, ...settings });
  expect(asked.at(-1)?.origin).toBe('https://login.microsoftonline.us');
  expect(asked.at(-1)?.body).toContain(encodeURIComponent('https://a.b/.default'));
});

test('a refusal is told in Entra’s words, without the secret', async () => {
  const secret = 'hush8Q~dont&tell=1';
  const { issuer } = entra(401, {
    error: 'invalid_client',
    error_description: `AADSTS7000215: Invalid client secret provided: ${secret}, ${encodeURIComponent(secret)}.`,
  });
  const failure = await issuer.issue({ ...CLIENT, client_secret: secret }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Error);
  expect(String(failure)).toContain('AADSTS7000215');
  expect(String(failure)).not.toContain('hush');
});

test.each([
  [{ ...CLIENT, api_key: 'k' }],
  [{ ...CLIENT, azure_ad_token: 't' }],
  [{ tenant_id: 't', client_id: 'c' }],
  [{}],
])('%j needs no token', (credential) => {
  expect(new EntraIssuer(() => Promise.reject(new Error('asked')), readFile).identify(credential)).toBeUndefined();
});

test('identities differ by every part of them', () => {
  const issuer = new EntraIssuer(() => Promise.reject(new Error('asked')), readFile);
  const others = Object.keys(CLIENT).map((name) => ({ ...CLIENT, [name]: 'other' }));
  const { tenant_id, client_id } = CLIENT;
  const shown = [{ client_assertion: 'a' }, { client_assertion: 'b' }, { client_assertion_file: 'a' }].map((one) => ({
    tenant_id,
    client_id,
    ...one,
  }));
  const identities = [CLIENT, { ...CLIENT, azure_scope: 's' }, ...others, ...shown].map((one) => issuer.identify(one));
  expect(new Set(identities).size).toBe(identities.length);
});

test('the token is what the provider signs with', () => {
  const issuer = new EntraIssuer(() => Promise.reject(new Error('asked')), readFile);
  expect(issuer.apply(CLIENT, 't')).toEqual({ ...CLIENT, azure_ad_token: 't' });
});
