import type { Snapshot } from './snapshot.js';

/** Whose texts are shown with the rows of the ledger (`store_prompts_in_spend_logs`). */
export const LOG_AUDIENCE = 'log';

/** For whom prompt and answer of a call are kept: sinks that want content of such an end, and the rows of the ledger where they show it. */
export function textAudiences(
  { sinks, settings }: Pick<Snapshot, 'sinks' | 'settings'>,
  success: boolean,
): readonly string[] {
  const wanted = sinks.filter((sink) => sink.content && (success ? sink.success : sink.failure));
  return [...wanted.map(({ sink }) => sink), ...(settings.logsTexts === true ? [LOG_AUDIENCE] : [])];
}
