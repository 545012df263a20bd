import type { DeliveredRecord, RecordKey } from '../delivered-record.js';
import { RecordSource } from '../record-source.port.js';
import type { CallbackDelivery } from '../queues/callback-delivery.js';
import type { Sink } from '../sink.js';
import { recordDestination } from './destination.js';
import type { SinkReply } from '../sink-http.js';
import { SinkTransport } from '../sink-transport.port.js';
import { Delivery } from './delivery.js';
import { ManualClock } from '../../../../test/support/time/index.js';

class OneRecord extends RecordSource {
  known = true;
  reads = 0;
  override read(_sink: string, keys: readonly RecordKey[]): Promise<readonly DeliveredRecord[]> {
    this.reads += 1;
    return Promise.resolve(
      this.known ? keys.map((key) => ({ record: { requestId: key.requestId } }) as DeliveredRecord) : [],
    );
  }
}
class Replies extends SinkTransport {
  sent = 0;
  next: Partial<SinkReply> | Error = { status: 200 };
  override send(): Promise<SinkReply> {
    this.sent += 1;
    if (this.next instanceof Error) return Promise.reject(this.next);
    return Promise.resolve({ status: 200, body: new Uint8Array(Buffer.from('said')), ...this.next });
  }
}

const job: CallbackDelivery = { v: 1, outboxId: 'o', sink: 'test', requestId: 'r', receivedAt: 1 };
const sink: Sink = {
  name: 'test',
  buildRequest: () => ({ method: 'POST', url: 'http://x', headers: {}, body: new Uint8Array() }),
};

describe('a delivery', () => {
  const clock = new ManualClock();
  const records = new OneRecord();
  const transport = new Replies();
  let delivery: Delivery;
  beforeEach(() => {
    clock.at = 0;
    records.known = true;
    transport.next = { status: 200 };
    transport.sent = 0;
    delivery = new Delivery([recordDestination(sink, records)], transport, clock);
  });

  it.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [400, 'rejected'],
    [413, 'rejected'],
    [422, 'rejected'],
    [301, 'retry'],
    [401, 'retry'],
    [402, 'retry'],
    [403, 'retry'],
    [404, 'retry'],
    [405, 'retry'],
    [407, 'retry'],
    [408, 'retry'],
    [425, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('takes status %i for %s', async (status, kind) => {
    transport.next = { status };
    expect(await delivery.deliver(job)).toMatchObject({ kind });
  });

  it('passes on when the sink wants to be asked again', async () => {
    transport.next = { status: 429, retryAfterMs: 7_000 };
    expect(await delivery.deliver(job)).toEqual({ kind: 'retry', reason: 'HTTP 429: said', retryAfterMs: 7_000 });
  });

  it('is not put off for longer than an hour, whatever the sink asks for', async () => {
    transport.next = { status: 429, retryAfterMs: 1e12 };
    expect(await delivery.deliver(job)).toMatchObject({ kind: 'retry', retryAfterMs: 3_600_000 });
  });

  it('reads nothing from the ledger while its sink is left alone', async () => {
    transport.next = { status: 500 };
    for (let attempt = 0; attempt < 5; attempt += 1) await delivery.deliver(job);
    records.reads = 0;
    expect(await delivery.deliver(job)).toEqual({ kind: 'postponed', afterMs: 5_000 });
    expect(records.reads).toBe(0);
  });

  it.each([
    [401, /credentials/],
    [403, /credentials/],
    [404, /address/],
    [301, /address/],
    [407, /proxy/],
    [402, /account/],
  ])('says with status %i at once what an operator has to mend, and where', async (status, mend) => {
    transport.next = { status };
    const named = { ...sink, settings: ['SINK_HOST', 'SINK_KEY'] };
    const outcome = await new Delivery([recordDestination(named, records)], transport, clock).deliver(job);
    expect(outcome).toMatchObject({ kind: 'retry', mend: expect.stringMatching(mend) as string });
    expect(outcome).toMatchObject({ mend: expect.stringContaining('(SINK_HOST, SINK_KEY)') as string });
  });

  it.each([408, 425, 429, 500, 503])(
    'leaves operators alone with status %i, which passes by itself',
    async (status) => {
      transport.next = { status };
      expect(await delivery.deliver(job)).not.toHaveProperty('mend');
    },
  );

  it('is repeated when there was no answer', async () => {
    transport.next = new Error('socket hang up');
    expect(await delivery.deliver(job)).toEqual({ kind: 'retry', reason: 'no answer: Error: socket hang up' });
  });

  it('is given up when the record is gone, the sink unknown, or the record beyond the sink', async () => {
    expect(await delivery.deliver({ ...job, sink: 'other' })).toMatchObject({ kind: 'rejected' });
    records.known = false;
    expect(await delivery.deliver(job)).toMatchObject({ kind: 'rejected' });
    records.known = true;
    const broken: Sink = {
      ...sink,
      buildRequest: () => {
        throw new Error('cannot');
      },
    };
    expect(await new Delivery([recordDestination(broken, records)], transport, clock).deliver(job)).toMatchObject({
      kind: 'rejected',
    });
    expect(transport.sent).toBe(0);
  });

  it('leaves a sink alone that fails five times, tries it once after a while, and twice as late the next time', async () => {
    transport.next = { status: 503 };
    for (let failure = 0; failure < 5; failure += 1)
      expect(await delivery.deliver(job)).toMatchObject({ kind: 'retry' });
    expect(await delivery.deliver(job)).toEqual({ kind: 'postponed', afterMs: 5_000 });
    clock.at = 5_000;
    expect(await delivery.deliver(job)).toMatchObject({ kind: 'retry' });
    expect(await delivery.deliver(job)).toEqual({ kind: 'postponed', afterMs: 10_000 });
    clock.at = 15_000;
    transport.next = { status: 200 };
    expect(await delivery.deliver(job)).toEqual({ kind: 'delivered' });
    expect(await delivery.deliver(job)).toEqual({ kind: 'delivered' });
    expect(transport.sent).toBe(8);
  });

  it('does not take a refused record for a sick sink', async () => {
    transport.next = { status: 400 };
    for (let refusal = 0; refusal < 20; refusal += 1)
      expect(await delivery.deliver(job)).toMatchObject({ kind: 'rejected' });
  });

  it('lets one trial through while others wait', async () => {
    transport.next = { status: 503 };
    for (let failure = 0; failure < 5; failure += 1) await delivery.deliver(job);
    clock.at = 5_000;
    const results = await Promise.all([delivery.deliver(job), delivery.deliver(job), delivery.deliver(job)]);
    expect(results.map((result) => result.kind).sort()).toEqual(['postponed', 'postponed', 'retry']);
  });
});
