import type { FallbackTable, RouterOverrides } from '@tollgate/canonical';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** `router_settings` of a key or team as they are stored, LiteLLM's form; members that cannot be read are left out. */
export function toRouterOverrides(settings: JsonObject | null): RouterOverrides {
  const { num_retries: retries, timeout } = settings ?? {};
  const [general, contextWindow, contentPolicy] = ['fallbacks', 'context_window_fallbacks', 'content_policy_fallbacks']
    .map((name) => settings?.[name])
    .map(toTable);
  return {
    ...(typeof retries === 'number' && { numRetries: retries }),
    ...(typeof timeout === 'number' && { totalMs: Math.round(timeout * 1000) }),
    ...(general !== undefined && { general }),
    ...(contextWindow !== undefined && { contextWindow }),
    ...(contentPolicy !== undefined && { contentPolicy }),
  };
}

/** `model_group_alias` of the same: names asked for, and the names that are used for them. */
export function aliasesIn(settings: JsonObject | null): Readonly<Record<string, string>> {
  const aliases = settings?.['model_group_alias'];
  if (!isJsonObject(aliases)) return {};
  const named = Object.entries(aliases).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(named);
}

function toTable(table: JsonValue | undefined): FallbackTable | undefined {
  if (!Array.isArray(table)) return undefined;
  const entries = table.flatMap((entry) => (isJsonObject(entry) ? Object.entries(entry) : []));
  const groupsIn = (groups: JsonValue | undefined): readonly string[] =>
    Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : [];
  return new Map(entries.map(([group, groups]) => [group, groupsIn(groups)]));
}
