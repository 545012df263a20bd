import type { SinkSubscription } from '@tollgate/canonical';
import type { KeyReport } from '../keys/check-keys.js';
import type { LitellmSettings } from './sections.js';

/** Callback names of LiteLLM and the sink that serves each; two names of one sink are one sink. */
const SINKS: Readonly<Record<string, string>> = { langfuse: 'langfuse', langfuse_otel: 'langfuse' };
/** Served by a route and not by a sink: naming it changes nothing. */
const ROUTES = ['prometheus'];

export interface Sinks {
  readonly sinks: readonly SinkSubscription[];
  /** Named callbacks that nothing serves. */
  readonly unserved: KeyReport['unserved'];
}

/** `success_callback`, `failure_callback` and `callbacks` (both) as subscriptions. A named sink gets content unless that is switched off. */
export function readSinks(settings: LitellmSettings): Sinks {
  const both = settings.callbacks ?? [];
  const success = sinksOf([...(settings.success_callback ?? []), ...both]);
  const failure = sinksOf([...(settings.failure_callback ?? []), ...both]);
  const content = settings.turn_off_message_logging !== true;
  const named = [...(settings.success_callback ?? []), ...(settings.failure_callback ?? []), ...both];
  return {
    sinks: [...new Set([...success, ...failure])].map((sink) => ({
      sink,
      success: success.has(sink),
      failure: failure.has(sink),
      content,
    })),
    unserved: [...new Set(named)]
      .filter((name) => SINKS[name] === undefined && !ROUTES.includes(name))
      .map((name) => `callback ${name}`),
  };
}

function sinksOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => SINKS[name] ?? []));
}
