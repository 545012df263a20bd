import { type EventSink, jsonRequest } from './event-sink.js';
import { toWebhookEvent } from './webhook-event.js';

/** `alerting: ["webhook"]`: the event as LiteLLM posts it to `WEBHOOK_URL`. */
export function webhookSink(name: string, url: string): EventSink {
  return {
    name,
    settings: ['WEBHOOK_URL'],
    buildRequest: (event, message) => jsonRequest(url, event, toWebhookEvent(event, message)),
  };
}
