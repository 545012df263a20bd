import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from '@tollgate/canonical';
import { EntraIssuer, FreshCredentials, readTokenFile, sendWhole } from '@tollgate/credentials';
import { createLogger } from '@tollgate/telemetry';
import { UpstreamClient } from '@tollgate/upstream';
import { ManualClock } from '../../support/time/index.js';
import { answerJson, EntraAuthority, Gate, ReplayUpstream } from '../../support/upstream/index.js';
import { waitFor } from '../../support/gateway/wait-for.js';

const PEM = readFileSync(join(__dirname, '../../support/tls/provider.pem'), 'utf8');
const SECRET = 'hush-hush~secret&=';
const TENANT = '11111111-2222-3333-4444-555555555555';
const MINUTE_MS = 60_000;

const server = ReplayUpstream.ofFile({ cert: PEM, key: PEM });
const client = new UpstreamClient();
afterAll(() => client.close());

/** The product's own parts but for the clock, against an authority that speaks HTTPS under a certificate of its own. */
function open(tls: Deployment['tls'] = { authorities: PEM }) {
  const authority = new EntraAuthority(server, TENANT);
  // the library dates a token by the system's clock
  const clock = new ManualClock(Date.now());
  const lines: string[] = [];
  const logger = createLogger('debug', true, (line) => lines.push(line));
  const credentials = new FreshCredentials([new EntraIssuer(sendWhole(client), readTokenFile)], clock, logger);
  const credential = {
    tenant_id: TENANT,
    client_id: 'app',
    client_secret: SECRET,
    azure_authority_host: server.url,
  };
  const holder = { id: 'd1', group: 'gpt', credential, ...(tls !== undefined && { tls }) };
  /** What a request would be signed with; undefined while it has to wait. */
  const atOnce = (): string | undefined => {
    const outcome = credentials.credentialOf(holder);
    return outcome instanceof Promise || !outcome.ok ? undefined : outcome.value['azure_ad_token'];
  };
  const signed = async (): Promise<string | undefined> => {
    const outcome = await credentials.credentialOf(holder);
    return outcome.ok ? outcome.value['azure_ad_token'] : outcome.error.code;
  };
  return { authority, clock, lines, atOnce, signed };
}

describe('tokens of Microsoft Entra, over HTTPS', () => {
  it('are fetched once for all who wait, and used again', async () => {
    const { authority, atOnce, signed } = open();
    expect(await Promise.all([signed(), signed(), signed()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(atOnce()).toBe('token-1');
    expect(authority.asked.map((form) => Object.fromEntries(form))).toMatchObject([
      { grant_type: 'client_credentials', client_id: 'app', client_secret: SECRET },
    ]);
  });

  it('are renewed ahead of their end while requests go on with the old one', async () => {
    const { authority, clock, atOnce, signed } = open();
    await signed();
    const gate = new Gate();
    authority.gate = gate.opened;
    clock.advance(56 * MINUTE_MS);
    for (let request = 0; request < 5; request += 1) expect(atOnce()).toBe('token-1');
    await waitFor('a second token to be asked for', () => authority.asked[1]);
    expect(atOnce()).toBe('token-1');
    gate.open();
    await waitFor('the second token', () => (atOnce() === 'token-2' ? true : undefined));
    expect(authority.asked).toHaveLength(2);
  });

  it('hold while the authority is away, which is told; without one the call fails as the gateway’s own', async () => {
    const { authority, clock, lines, atOnce, signed } = open();
    await signed();
    authority.refusal = answerJson(503, { error: 'temporarily_unavailable', error_description: 'AADSTS90033: away' });
    clock.advance(56 * MINUTE_MS);
    expect(atOnce()).toBe('token-1');
    await waitFor('the warning', () => lines.find((line) => line.includes('a token could not be renewed')));
    expect(atOnce()).toBe('token-1');
    clock.advance(4 * MINUTE_MS);
    expect(await signed()).toBe('upstream_auth_failed');
    authority.refusal = undefined;
    clock.advance(MINUTE_MS);
    expect(await signed()).toMatch(/^token-\d$/);
  });

  it('and their secret are in no line of the log, whatever the authority says', async () => {
    const { authority, lines, signed } = open();
    await signed();
    const other = open();
    const error_description = `AADSTS7000215: Invalid client secret provided: ${SECRET}`;
    other.authority.refusal = answerJson(401, { error: 'invalid_client', error_description });
    expect(await other.signed()).toBe('upstream_auth_failed');
    const said = [...lines, ...other.lines].join('\n');
    expect(said).toContain('AADSTS7000215');
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain('token-1');
    expect(authority.asked.at(-1)?.get('client_secret')).toBe(SECRET);
  });

  it.each([
    ['nobody answers for it', undefined],
    ['its deployment’s own certificate is not checked', { verify: false as const }],
  ])('are asked of no authority that cannot prove itself, also where %s', async (_what, tls) => {
    const { authority, signed } = open({ ...tls });
    expect(await signed()).toBe('upstream_auth_failed');
    expect(authority.asked).toEqual([]);
  });
});
