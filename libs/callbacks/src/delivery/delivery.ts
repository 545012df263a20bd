import type { Clock } from '@tollgate/kernel';
import type { RecordSource } from '../record-source.port.js';
import type { CallbackDelivery } from '../queues/callback-delivery.js';
import type { DeliveryOutcome, Sink } from '../sink.js';
import type { SinkTransport } from '../sink-transport.port.js';
import { Circuit } from './circuit.js';
import { classifyFault, classifyReply } from './classify-reply.js';

/** Beside what an answer can mean: the sink's circuit is open, and the delivery was not tried. */
export type DeliveryResult = DeliveryOutcome | { readonly kind: 'postponed'; readonly afterMs: number };

/** Delivers one record to one sink, once. Knows no queue. */
export class Delivery {
  private readonly sinks: ReadonlyMap<string, Sink>;
  private readonly circuits = new Map<string, Circuit>();

  constructor(
    sinks: readonly Sink[],
    private readonly records: RecordSource,
    private readonly transport: SinkTransport,
    private readonly clock: Clock,
  ) {
    this.sinks = new Map(sinks.map((sink) => [sink.name, sink]));
  }

  /** Rejects only when the ledger cannot be read; whatever the sink does is an outcome. */
  async deliver(delivery: CallbackDelivery): Promise<DeliveryResult> {
    const sink = this.sinks.get(delivery.sink);
    if (sink === undefined)
      return { kind: 'rejected', reason: `the sink ${delivery.sink} is not configured in this worker` };
    const circuit = this.circuitOf(sink);
    const records = await this.records.read(sink.name, [delivery]);
    if (records.length === 0) return { kind: 'rejected', reason: 'the record is not in the ledger any more' };
    const afterMs = circuit.enter();
    if (afterMs > 0) return { kind: 'postponed', afterMs };
    const outcome = await this.send(sink, () => sink.buildRequest(records));
    // A refusal of one record says nothing of the sink's health; one of all records is like an outage.
    if (outcome.kind === 'retry') circuit.failed();
    else circuit.succeeded();
    return outcome;
  }

  /** A record that a sink cannot express is refused for good: building it again gives the same. */
  private async send(sink: Sink, build: () => ReturnType<Sink['buildRequest']>): Promise<DeliveryOutcome> {
    let request;
    try {
      request = build();
    } catch (error) {
      return { kind: 'rejected', reason: `the record cannot be written for ${sink.name}: ${String(error)}` };
    }
    try {
      return classifyReply(sink, await this.transport.send(request));
    } catch (error) {
      return classifyFault(error);
    }
  }

  private circuitOf(sink: Sink): Circuit {
    const known = this.circuits.get(sink.name);
    if (known !== undefined) return known;
    const circuit = new Circuit(this.clock);
    this.circuits.set(sink.name, circuit);
    return circuit;
  }
}
