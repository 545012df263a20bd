import type { SinkReply, SinkRequest } from '../sink-http.js';
import { SinkTransport } from '../sink-transport.port.js';
import { slackSink } from '../alerts/slack-sink.js';
import { webhookSink } from '../alerts/webhook-sink.js';
import { ServiceTester } from './service-tester.js';

class Answers extends SinkTransport {
  readonly sent: SinkRequest[] = [];
  private readonly release: (() => void)[] = [];

  constructor(private readonly status: number | 'nothing') {
    super();
  }

  override async send(request: SinkRequest): Promise<SinkReply> {
    this.sent.push(request);
    await new Promise<void>((resolve) => this.release.push(resolve));
    if (this.status === 'nothing') throw new Error('connect ECONNREFUSED');
    return { status: this.status, body: Buffer.from('no_service') };
  }

  answer(): void {
    for (const release of this.release.splice(0)) release();
  }
}

const testerOver = (transport: SinkTransport): ServiceTester =>
  new ServiceTester({
    sinks: [],
    eventSinks: [
      slackSink('slack', 'https://hooks.test/A'),
      slackSink('slack-2', 'https://hooks.test/B'),
      webhookSink('webhook', 'https://in.test/hook'),
    ],
    transport,
    clock: { now: () => 0, monotonicMs: () => 0 },
    ids: { newId: () => 'test-id', random: () => 0 },
  });

const testedWith = async (status: number | 'nothing', service: string) => {
  const transport = new Answers(status);
  const tested = testerOver(transport).test(service);
  transport.answer();
  return { tested: await tested, sent: transport.sent };
};

describe('a test of a service', () => {
  it('goes to each channel of the kind, and says of itself that it is one', async () => {
    const { tested, sent } = await testedWith(200, 'slack_budget_alerts');
    expect(tested).toEqual([
      { name: 'slack', outcome: { kind: 'delivered' } },
      { name: 'slack-2', outcome: { kind: 'delivered' } },
    ]);
    expect(sent.map(({ url }) => url)).toEqual(['https://hooks.test/A', 'https://hooks.test/B']);
    expect(Buffer.from(sent[0]?.body ?? []).toString()).toContain('This is a test: no budget was crossed.');
  });

  it('says what came of it: refused, with what mends it, or never answered', async () => {
    expect((await testedWith(404, 'webhook')).tested[0]?.outcome).toMatchObject({
      kind: 'retry',
      reason: 'HTTP 404: no_service',
      mend: expect.stringContaining('WEBHOOK_URL') as string,
    });
    expect((await testedWith('nothing', 'webhook')).tested[0]?.outcome).toMatchObject({ kind: 'retry' });
  });

  it('is nothing where there is no such service', async () => {
    expect(testerOver(new Answers(200)).services).toEqual(['slack', 'webhook']);
    expect(await testerOver(new Answers(200)).test('datadog')).toEqual([]);
  });

  it('is sent once, however many ask for it at the same time, and again afterwards', async () => {
    const transport = new Answers(200);
    const tester = testerOver(transport);
    const both = [tester.test('webhook'), tester.test('webhook')];
    transport.answer();
    expect((await Promise.all(both)).flat()).toHaveLength(2);
    expect(transport.sent).toHaveLength(1);
    const again = tester.test('webhook');
    transport.answer();
    await again;
    expect(transport.sent).toHaveLength(2);
  });
});
