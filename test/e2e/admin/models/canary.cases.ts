import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { EnvironmentReader } from '@tollgate/config';
import { PROVIDERS } from '@tollgate/providers';
import { entry, settings } from '../../../../libs/catalog/src/test-doubles.js';
import { LEADING_PARAMS } from '../support/canary/hostile-values.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const CANARY = 'sk-canary-0123456789abcdef';
/** Every variable that some provider's credential is read from. */
const VARIABLES = [
  ...new Set(PROVIDERS.flatMap(({ credentialFields }) => credentialFields.flatMap(({ environment }) => environment))),
];
const METADATA = [
  'http://169.254.169.254',
  'http://[fd00:ec2::254]',
  'http://100.100.100.200',
  'http://metadata.google.internal',
];

/** Everything that an address at this machine is sent, whatever protocol it is. */
class Listener {
  received = '';
  connections = 0;
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Listener> {
    const server = createServer();
    const listener = new Listener(server);
    server.on('connection', (socket: Socket) => {
      listener.connections += 1;
      socket.on('error', () => undefined);
      socket.on('data', (piece: Buffer) => {
        listener.received += piece.toString('latin1');
        socket.end('HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  stop(): void {
    this.server.close();
  }
}

describe("what a team's admin sets of a model", () => {
  let admin: TestAdmin;
  let listener: Listener;
  let lead: string;
  let team: string;
  let credential: string;

  beforeAll(async () => {
    listener = await Listener.start();
    const { defaults } = settings([]);
    admin = await startAdmin({
      models: [entry('operators', { model: 'openai/x', api_key: CANARY }, { id: 'operators' })],
      // its own listener is let through, so that what is sent to a foreign host can be seen
      admin: { ...settings([]).admin, allowedAddresses: ['127.0.0.1'] },
      more: {
        environment: new EnvironmentReader(Object.fromEntries(VARIABLES.map((name) => [name, CANARY]))),
        defaults: { ...defaults, headers: { authorization: `Bearer ${CANARY}` }, organization: CANARY },
      },
    });
    credential = await admin.makeCredential({ credential_values: { api_key: CANARY } });
    team = await admin.makeTeam();
    const made = await admin.makeUserKey('internal_user');
    await admin.addMember(team, made.userId, 'admin');
    lead = made.secret;
  });
  afterAll(async () => {
    await admin.close();
    listener.stop();
  });

  const tryOut = (litellm_params: object) =>
    admin.call('POST /health/test_connection', {
      key: lead,
      body: { litellm_params, model_info: { team_id: team } },
    });
  const make = (litellm_params: object) =>
    admin.call('POST /model/new', {
      key: lead,
      body: { model_name: 'm', litellm_params, model_info: { team_id: team } },
    });

  it('reaches the listener at all, so that the tests below can fail', async () => {
    const before = listener.connections;
    await tryOut({ model: 'openai/x', api_base: `${listener.origin}/v1`, api_key: 'sk-its-own-0123456789' });
    expect(listener.connections).toBeGreaterThan(before);
    expect(listener.received).toContain('sk-its-own-0123456789');
  });

  it.each(PROVIDERS.map(({ prefixes }) => prefixes[0] ?? ''))(
    'brings no key of the environment and no header of the operator to a foreign host: %s without a key of its own',
    async (prefix) => {
      const { status } = await tryOut({ model: `${prefix}/x`, api_base: `${listener.origin}/v1` });
      expect(status).toBe(200);
      expect(listener.received).not.toContain(CANARY);
    },
  );

  describe.each(LEADING_PARAMS)('in %s', (member) => {
    const base = (): object => ({ model: 'azure/x', api_base: `${listener.origin}/v1`, api_version: '1' });

    it.each([
      ['a variable', `os.environ/${VARIABLES[0] ?? ''}`],
      ['a variable with white space around it', ` os.environ/${VARIABLES[0] ?? ''} `],
      ['an issuer that reads a variable', `oidc/env/${VARIABLES[0] ?? ''}`],
      ['an issuer that reads a file', 'oidc/file/etc/hostname'],
      ['a file', '/etc/hostname'],
    ])('%s brings nothing of it to a foreign host', async (_what, value) => {
      await tryOut({ ...base(), [member]: value });
      await make({ ...base(), [member]: value });
      expect(listener.received).not.toContain(CANARY);
    });

    it('the name of a credential brings nothing of it to a foreign host', async () => {
      await tryOut({ ...base(), [member]: credential, litellm_credential_name: credential });
      expect(listener.received).not.toContain(CANARY);
    });
  });

  describe.each(['api_base', 'base_url', 'azure_authority_host'])('a metadata service in %s', (member) => {
    it.each(METADATA)('%s is refused before a packet is sent', async (address) => {
      const params = { model: 'azure/x', api_version: '1', tenant_id: 't', client_id: 'c', client_secret: 's' };
      const own = { ...params, ...(member === 'azure_authority_host' && { api_base: `${listener.origin}/v1` }) };
      const before = listener.connections;
      const answers = [await tryOut({ ...own, [member]: address }), await make({ ...own, [member]: address })];
      expect(answers.map(({ status }) => status)).toEqual([400, 400]);
      expect(listener.connections).toBe(before);
    });
  });
});
