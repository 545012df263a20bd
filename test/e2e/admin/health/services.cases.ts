import { slackSink, webhookSink } from '@tollgate/callbacks';
import { AlertReceiver } from '../../../support/alerts/index.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /health/services', () => {
  let admin: TestAdmin;
  let receiver: AlertReceiver;
  beforeAll(async () => {
    receiver = await AlertReceiver.start();
    const eventSinks = [
      slackSink('slack', `${receiver.url}/T0/secret-path`),
      webhookSink('webhook', `${receiver.url}/webhook`),
    ];
    admin = await startAdmin({ eventSinks });
  });
  afterAll(async () => {
    await admin.close();
    await receiver.stop();
  });
  beforeEach(() => {
    receiver.answerWith(200);
    receiver.taken.length = 0;
  });

  it('sends a test, says that it was taken, and shows no address', async () => {
    const { status, body } = await admin.call('GET /health/services?service=slack');
    expect([status, body]).toEqual([
      200,
      {
        status: 'success',
        message: 'A test was sent to slack and taken.',
        destinations: [{ name: 'slack', status: 'success' }],
      },
    ]);
    expect(receiver.taken).toHaveLength(1);
    expect(receiver.taken[0]?.body['text']).toContain('This is a test: no budget was crossed.');
  });

  it('says what the service answered where it takes nothing', async () => {
    receiver.answerWith(404);
    const { status, body } = await admin.call('GET /health/services?service=webhook');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'error',
      destinations: [{ name: 'webhook', status: 'error', error: 'HTTP 404: ok', mend: expect.any(String) as string }],
    });
    expect(JSON.stringify(body)).not.toContain(receiver.url);
  });

  it('is 422 for what is not configured, with what is', async () => {
    const { status, body } = await admin.call('GET /health/services?service=datadog');
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('Those that are: slack, webhook.');
    expect(receiver.taken).toHaveLength(0);
  });

  it('is for proxy admins: a viewer sends nothing', async () => {
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    expect((await admin.call('GET /health/services?service=slack', { key: viewer.secret })).status).toBe(401);
    expect(receiver.taken).toHaveLength(0);
  });
});
