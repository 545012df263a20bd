import type { Clock } from '@tollgate/kernel';
import type { CallbackDelivery } from '../queues/callback-delivery.js';
import type { DeliveryOutcome } from '../sink.js';
import type { SinkRequest } from '../sink-http.js';
import type { SinkTransport } from '../sink-transport.port.js';
import { Circuit } from './circuit.js';
import { classifyFault, classifyReply } from './classify-reply.js';
import type { Destination } from './destination.js';

/** Beside what an answer can mean: the sink's circuit is open, and the delivery was not tried. */
export type DeliveryResult = DeliveryOutcome | { readonly kind: 'postponed'; readonly afterMs: number };

/** Delivers one record, or one event, to one sink, once. Knows no queue. */
export class Delivery {
  private readonly destinations: ReadonlyMap<string, Destination>;
  private readonly circuits = new Map<string, Circuit>();

  constructor(
    destinations: readonly Destination[],
    private readonly transport: SinkTransport,
    private readonly clock: Clock,
  ) {
    this.destinations = new Map(destinations.map((destination) => [destination.name, destination]));
  }

  /** Rejects only when the ledger cannot be read; whatever the sink does is an outcome. */
  async deliver(delivery: CallbackDelivery): Promise<DeliveryResult> {
    const destination = this.destinations.get(delivery.sink);
    if (destination === undefined)
      return { kind: 'rejected', reason: `the sink ${delivery.sink} is not configured in this worker` };
    const circuit = this.circuitOf(destination);
    // what waits for the sink reads nothing: its texts can be megabytes, and it comes back again and again
    const waitMs = circuit.waitMs();
    if (waitMs > 0) return { kind: 'postponed', afterMs: waitMs };
    const build = await destination.prepare(delivery);
    if (build === undefined) return { kind: 'rejected', reason: 'the record is not in the ledger any more' };
    const afterMs = circuit.enter();
    if (afterMs > 0) return { kind: 'postponed', afterMs };
    const outcome = await this.send(destination, build);
    // A refusal of one record says nothing of the sink's health; one of all records is like an outage.
    if (outcome.kind === 'retry') circuit.failed();
    else circuit.succeeded();
    return outcome;
  }

  /** A record that a sink cannot express is refused for good: building it again gives the same. */
  private async send(destination: Destination, build: () => SinkRequest): Promise<DeliveryOutcome> {
    let request;
    try {
      request = build();
    } catch (error) {
      return { kind: 'rejected', reason: `the record cannot be written for ${destination.name}: ${String(error)}` };
    }
    try {
      return classifyReply(destination, await this.transport.send(request));
    } catch (error) {
      return classifyFault(error);
    }
  }

  private circuitOf({ name }: Destination): Circuit {
    const known = this.circuits.get(name);
    if (known !== undefined) return known;
    const circuit = new Circuit(this.clock);
    this.circuits.set(name, circuit);
    return circuit;
  }
}
