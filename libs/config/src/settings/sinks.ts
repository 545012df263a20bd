import type { SinkSubscription } from '@tollgate/canonical';
import { suggest } from '../suggest.js';
import type { LitellmSettings } from './sections.js';

/** Callback names of LiteLLM and the sink that serves each; two names of one sink are one sink. */
const SINKS: Readonly<Record<string, string>> = { langfuse: 'langfuse', langfuse_otel: 'langfuse' };
/** What records can be delivered to. */
export const SINK_NAMES: readonly string[] = [...new Set(Object.values(SINKS))];
/** Served by a route and not by a sink: naming it changes nothing. */
const ROUTES = ['prometheus'];

/** `success_callback`, `failure_callback` and `callbacks` (both) as subscriptions. A named sink gets content unless that is switched off. */
export function readSinks(settings: LitellmSettings): readonly SinkSubscription[] {
  const both = settings.callbacks ?? [];
  const success = sinksOf([...(settings.success_callback ?? []), ...both]);
  const failure = sinksOf([...(settings.failure_callback ?? []), ...both]);
  const content = settings.turn_off_message_logging !== true;
  return [...new Set([...success, ...failure])].map((sink) => ({
    sink,
    success: success.has(sink),
    failure: failure.has(sink),
    content,
  }));
}

/** Every callback that is named, once. */
export function listCallbacks(settings: LitellmSettings): readonly string[] {
  const { success_callback: success, failure_callback: failure, callbacks } = settings;
  return [...new Set([...(success ?? []), ...(failure ?? []), ...(callbacks ?? [])])];
}

/** Named callbacks that nothing serves, each with the nearest known name. */
export function listUnservedCallbacks(settings: LitellmSettings): readonly string[] {
  const served = [...Object.keys(SINKS), ...ROUTES];
  return listCallbacks(settings)
    .filter((name) => !served.includes(name))
    .map((name) => `callback ${name}${suggest(name, served)}`);
}

function sinksOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => SINKS[name] ?? []));
}
