import { type EventSink, langfuseSink, type Sink, slackSink, webhookSink } from '@tollgate/callbacks';
import type { Settings } from '@tollgate/config';
import { StartError } from '@tollgate/persistence';

/** Who is told of records, and who of events of budgets, with their credentials and addresses. */
export function sinksOf({ sinks, langfuse, alerts }: Settings): {
  readonly sinks: readonly Sink[];
  readonly eventSinks: readonly EventSink[];
} {
  return {
    sinks: [...new Set(sinks.map((sink) => sink.sink))].map((name) => sinkOf(name, langfuse)),
    eventSinks: alerts.map(({ kind, name, url }) => (kind === 'slack' ? slackSink(name, url) : webhookSink(name, url))),
  };
}

/** Where records are delivered, settings that lack the credentials are refused before. */
function sinkOf(name: string, langfuse: Settings['langfuse']): Sink {
  if (name !== 'langfuse') throw new StartError(`the callback '${name}' is not served`);
  const { publicKey = '', secretKey = '' } = langfuse;
  return langfuseSink({ ...langfuse, publicKey, secretKey });
}
