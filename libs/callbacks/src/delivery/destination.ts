import type { BudgetEventSource } from '../alerts/event-source.port.js';
import type { EventSink } from '../alerts/event-sink.js';
import type { RecordKey } from '../delivered-record.js';
import type { RecordSource } from '../record-source.port.js';
import type { Sink } from '../sink.js';
import type { SinkRequest } from '../sink-http.js';

/** Where deliveries of one name go, whatever they tell of. */
export interface Destination extends Pick<Sink, 'name' | 'settings' | 'readReply'> {
  /** Reads what is to be told; resolves to what writes it for the sink, or to undefined where it is not kept any more. */
  prepare(key: RecordKey): Promise<(() => SinkRequest) | undefined>;
}

/** A sink of records. */
export function recordDestination(sink: Sink, source: RecordSource): Destination {
  return {
    ...sink,
    prepare: async (key) => {
      const records = await source.read(sink.name, [key]);
      return records.length === 0 ? undefined : () => sink.buildRequest(records);
    },
  };
}

/** A sink of events of budgets: an event goes by the id that a record's request has. */
export function eventDestination(sink: EventSink, source: BudgetEventSource): Destination {
  return {
    ...sink,
    prepare: async ({ requestId }) => {
      const event = await source.find(requestId);
      return event === undefined ? undefined : () => sink.buildRequest(event);
    },
  };
}
