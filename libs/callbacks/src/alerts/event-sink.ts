import type { Sink } from '../sink.js';
import type { SinkRequest } from '../sink-http.js';
import type { BudgetEvent } from './budget-event.js';

/** A destination of events of budgets with its settings bound in; pure. */
export interface EventSink extends Pick<Sink, 'name' | 'settings'> {
  /** `message` takes the place of what is said of the event. */
  buildRequest(event: BudgetEvent, message?: string): SinkRequest;
}

/** Every destination takes JSON. The key says which event it is, for receivers that must not see one twice. */
export function jsonRequest(url: string, event: BudgetEvent, body: object): SinkRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', 'idempotency-key': event.id },
    body: Buffer.from(JSON.stringify(body)),
  };
}
