import { Authenticator, type AuthenticatorSettings } from './authenticator.js';
import { hashSecret } from './hash-secret.js';
import { KeyCache } from './key-cache.js';
import { FakeKeyStore } from './test-doubles.js';
import { ManualClock } from '../../../test/support/time/index.js';

const MASTER = 'sk-master-0123456789';
const KEY = 'sk-virtual-0123456789';

function open(settings: Partial<AuthenticatorSettings> = {}) {
  const clock = new ManualClock(Date.UTC(2026, 10, 20));
  const store = new FakeKeyStore();
  const epochs = { stale: false, isStale: () => epochs.stale };
  const authenticator = new Authenticator(new KeyCache(store, clock), epochs, clock, {
    masterKey: MASTER,
    noAuth: false,
    ...settings,
  });
  return { clock, store, epochs, authenticator };
}

describe('Authenticator', () => {
  it('knows the master key without asking the store, as a proxy admin', async () => {
    const { authenticator, store } = open({ masterUserId: 'default_user_id' });
    expect(await authenticator.authenticate(MASTER)).toMatchObject({
      ok: true,
      value: { kind: 'master', role: 'proxy_admin', userId: 'default_user_id', keyHash: hashSecret(MASTER) },
    });
    expect(store.asked).toEqual([]);
  });

  it('finds a key by the hash of its secret', async () => {
    const { authenticator, store } = open();
    const principal = store.set(KEY);
    expect(await authenticator.authenticate(KEY)).toEqual({ ok: true, value: principal });
  });

  it('takes no hash for a credential, neither of a key nor of the master key', async () => {
    const { authenticator, store } = open();
    store.set(KEY);
    for (const hash of [hashSecret(KEY), hashSecret(MASTER)]) {
      expect((await authenticator.authenticate(hash)).ok).toBe(false);
      expect((await authenticator.authenticate(`sk-${hash}`)).ok).toBe(false);
    }
  });

  it('refuses a missing key with the recorded text', async () => {
    expect(await open().authenticator.authenticate(undefined)).toMatchObject({
      error: { status: 401, type: 'auth_error', param: 'None', message: 'Authentication Error, No api key passed in.' },
    });
  });

  it('refuses what does not look like a key with the recorded text, masked', async () => {
    expect(await open().authenticator.authenticate('not-a-key')).toMatchObject({
      error: {
        status: 401,
        type: 'auth_error',
        param: 'None',
        message: "LiteLLM Virtual Key expected. Received=not-****-key, expected to start with 'sk-'.",
      },
    });
  });

  it('refuses an unknown key with the recorded text, without its hash', async () => {
    const answer = await open().authenticator.authenticate('sk-unknown-0123456789');
    expect(answer).toMatchObject({
      error: {
        status: 401,
        type: 'token_not_found_in_db',
        param: 'key',
        message:
          'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...6789. ' +
          'Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
      },
    });
    expect(JSON.stringify(answer)).not.toContain(hashSecret('sk-unknown-0123456789'));
  });

  it('refuses a blocked key, and one of a blocked team, with the recorded texts', async () => {
    const { authenticator, store } = open();
    store.set(KEY, { blocked: true });
    expect(await authenticator.authenticate(KEY)).toMatchObject({
      error: {
        status: 401,
        param: 'None',
        message: "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.",
      },
    });
    store.set('sk-of-a-team-0123456789', { blocked: true, teamBlocked: true, teamId: 'team-1' });
    expect(await authenticator.authenticate('sk-of-a-team-0123456789')).toMatchObject({
      error: {
        message: "Authentication Error, Team=team-1 is blocked. Update via `/team/unblock` if you're an admin.",
      },
    });
  });

  it.each([
    ['project', 'Project=x-1', '`/project/update` with `blocked: false`'],
    ['user', 'User=x-1', '`/user/update` with `blocked: false`'],
    ['organization', 'Organization=x-1', '`/organization/update` with `blocked: false`'],
    ['binding_key', 'Key=x-1', '`/key/unblock`'],
  ] as const)('names a %s that is blocked in the key’s place, and what mends it', async (scope, name, cure) => {
    const { authenticator, store } = open();
    store.set(KEY, { blocked: true, blockedBy: { scope, id: 'x-1' } });
    const message = `Authentication Error, ${name} is blocked. Update via ${cure} if you're an admin.`;
    expect(await authenticator.authenticate(KEY)).toMatchObject({
      error: { code: 'blocked_key', status: 401, type: 'auth_error', param: 'None', message },
    });
  });

  it('names the team where both it and what stands beside it are blocked', async () => {
    const { authenticator, store } = open();
    const blockedBy = { scope: 'organization', id: 'o' } as const;
    store.set(KEY, { blocked: true, blockedBy, teamBlocked: true, teamId: 'team-1' });
    expect(await authenticator.authenticate(KEY)).toMatchObject({
      error: { message: expect.stringContaining('Team=team-1 is blocked') as string },
    });
  });

  it('judges expiry at use, also for a key that is cached', async () => {
    const { authenticator, store, clock } = open();
    store.set(KEY, { expiresAt: clock.now() + 1000 });
    expect((await authenticator.authenticate(KEY)).ok).toBe(true);
    clock.advance(1000);
    expect(await authenticator.authenticate(KEY)).toMatchObject({
      error: {
        status: 401,
        type: 'expired_key',
        param: 'sk-...abcd',
        message:
          'Authentication Error - Expired Key. Key Expiry time 2026-11-20 00:00:01.000+00:00 and current time 2026-11-20 00:00:01.000+00:00',
      },
    });
    expect(store.asked).toHaveLength(1);
  });

  it('answers 503 when the store is down, never 401', async () => {
    const { authenticator, store } = open();
    store.failing = true;
    expect(await authenticator.authenticate(KEY)).toMatchObject({
      error: { code: 'store_unavailable', status: 503, retryAfterMs: 1000 },
    });
  });

  it('answers 503 for keys when the control plane was not heard for too long, and still knows the master key', async () => {
    const { authenticator, store, epochs } = open();
    store.set(KEY);
    await authenticator.authenticate(KEY);
    epochs.stale = true;
    expect(await authenticator.authenticate(KEY)).toMatchObject({ error: { code: 'store_unavailable' } });
    expect((await authenticator.authenticate(MASTER)).ok).toBe(true);
  });

  it('serves anything as an internal user under --no-auth, but the master key as itself', async () => {
    const { authenticator } = open({ noAuth: true });
    for (const secret of [undefined, 'anything', 'sk-anything']) {
      expect(await authenticator.authenticate(secret)).toMatchObject({
        ok: true,
        value: { kind: 'anonymous', role: 'internal_user' },
      });
    }
    expect(await authenticator.authenticate(MASTER)).toMatchObject({ ok: true, value: { kind: 'master' } });
  });

  it('adds the hint of a gateway that was given no master key to every refusal of a key', async () => {
    const { authenticator } = open({ hint: 'HINT' });
    for (const secret of [undefined, 'not-a-key', 'sk-unknown-0123456789']) {
      const answer = await authenticator.authenticate(secret);
      expect(answer.ok ? '' : answer.error.message).toMatch(/ HINT$/);
    }
  });
});
