import type { Credential } from '@tollgate/canonical';
import type { Logger } from '@tollgate/telemetry';
import { FreshCredentials } from './fresh-credentials.js';
import type { IssuedToken, TokenIssuer } from './token-issuer.js';

const LIFE_MS = 3_600_000;
const deployment = (id: string, credential: Credential) => ({ id, group: 'g', credential });
const app = deployment('d1', { client: 'a' });

class FakeIssuer implements TokenIssuer {
  fetches = 0;
  broken: Error | undefined;
  /** Held back until `go` is called, where it is set. */
  gate: Promise<void> | undefined;

  constructor(private readonly clock: { now: () => number }) {}

  identify({ client }: Credential): string | undefined {
    return client;
  }

  async issue({ client }: Credential): Promise<IssuedToken> {
    this.fetches += 1;
    const number = this.fetches;
    await this.gate;
    if (this.broken !== undefined) throw this.broken;
    return { token: `${client ?? ''}-${String(number)}`, expiresAt: this.clock.now() + LIFE_MS };
  }

  apply(credential: Credential, token: string): Credential {
    return { ...credential, token };
  }
}

function open() {
  const clock = { time: 1_000_000, now: () => clock.time, monotonicMs: () => clock.time };
  const warnings: unknown[] = [];
  const logger = { warn: (...said: unknown[]) => warnings.push(said) } as unknown as Logger;
  const issuer = new FakeIssuer(clock);
  const credentials = new FreshCredentials([issuer], clock, logger);
  const tokenOf = async (holder = app) => {
    const outcome = await credentials.credentialOf(holder);
    return outcome.ok ? outcome.value['token'] : outcome.error.code;
  };
  return { clock, warnings, issuer, credentials, tokenOf };
}

/** Lets what was begun beside the request come to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a credential that needs no token is given at once, as it is', () => {
  const { credentials, issuer } = open();
  const plain = deployment('d', { api_key: 'k' });
  expect(credentials.credentialOf(plain)).toEqual({ ok: true, value: { api_key: 'k' } });
  expect(issuer.fetches).toBe(0);
});

test('the first token is waited for, and fetched once however many wait', async () => {
  const { tokenOf, issuer } = open();
  expect(await Promise.all([tokenOf(), tokenOf(), tokenOf(deployment('d2', { client: 'a' }))])).toEqual([
    'a-1',
    'a-1',
    'a-1',
  ]);
  expect(issuer.fetches).toBe(1);
});

test('each identity has its own', async () => {
  const { tokenOf } = open();
  expect([await tokenOf(), await tokenOf(deployment('d2', { client: 'b' }))]).toEqual(['a-1', 'b-2']);
});

test('a valid token is given at once, and renewed beside the request five minutes before it ends', async () => {
  const { tokenOf, clock, credentials, issuer } = open();
  await tokenOf();
  clock.time += LIFE_MS - 5 * 60_000 - 1;
  expect(credentials.credentialOf(app)).toMatchObject({ ok: true, value: { token: 'a-1' } });
  expect(issuer.fetches).toBe(1);
  clock.time += 1;
  let letGo: () => void = () => undefined;
  issuer.gate = new Promise((resolve) => {
    letGo = resolve;
  });
  // the renewal hangs: nobody waits for it, and there is one
  for (let count = 0; count < 3; count += 1)
    expect(credentials.credentialOf(app)).toMatchObject({ ok: true, value: { token: 'a-1' } });
  expect(issuer.fetches).toBe(2);
  letGo();
  await settle();
  expect(credentials.credentialOf(app)).toMatchObject({ ok: true, value: { token: 'a-2' } });
});

test('a token that ends within seconds is not sent', async () => {
  const { tokenOf, clock } = open();
  await tokenOf();
  clock.time += LIFE_MS - 5_000;
  expect(await tokenOf()).toBe('a-2');
});

test('a renewal that fails is told, not felt, and not tried again for a while', async () => {
  const { tokenOf, clock, issuer, warnings, credentials } = open();
  await tokenOf();
  clock.time += LIFE_MS - 60_000;
  issuer.broken = new Error('AADSTS90033');
  expect(credentials.credentialOf(app)).toMatchObject({ ok: true });
  await settle();
  expect(JSON.stringify(warnings)).toContain('AADSTS90033');
  expect(credentials.credentialOf(app)).toMatchObject({ ok: true });
  expect(issuer.fetches).toBe(2);
  clock.time += 30_000;
  issuer.broken = undefined;
  expect(credentials.credentialOf(app)).toMatchObject({ ok: true });
  await settle();
  expect(await tokenOf()).toBe('a-3');
});

test('without a token the failure says whose credential it is, and keeps its reason to the operator', async () => {
  const { credentials, issuer, clock, warnings } = open();
  issuer.broken = new Error('AADSTS7000215: Invalid client secret provided.');
  const outcome = await credentials.credentialOf(app);
  expect(outcome).toMatchObject({
    ok: false,
    error: {
      code: 'upstream_auth_failed',
      message: expect.stringContaining("deployment d1 of 'g' got no token"),
      detail: expect.stringContaining('AADSTS7000215'),
    },
  });
  expect(outcome.ok ? '' : outcome.error.message).not.toContain('AADSTS');
  expect(warnings).toHaveLength(1);
  // for a second nobody asks again, then somebody does
  await credentials.credentialOf(app);
  expect(issuer.fetches).toBe(1);
  clock.time += 1_000;
  issuer.broken = undefined;
  expect(await credentials.credentialOf(app)).toMatchObject({ ok: true, value: { token: 'a-2' } });
});
