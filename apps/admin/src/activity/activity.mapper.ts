import { usdFromNanoUsd } from '@tollgate/kernel';
import {
  type ActivityKey,
  type ActivityPage,
  type ActivityParts,
  type ActivityRow,
  type ActivitySums,
  addSums,
  type KeyedRow,
  NO_SUMS,
} from '@tollgate/persistence';
import { UNSERVED_METRICS, UNSERVED_TOTALS } from './activity-members.js';

/** Answer of the daily activities (transcript spend-and-activity, steps 14 and 15). */
export function toActivity(
  found: ActivityPage,
  { page, size }: { readonly page: number; readonly size: number },
  aliases?: ReadonlyMap<string, string | null>,
): object {
  const pages = Math.ceil(found.dayCount / size);
  const keys = new Map(found.keys.map((key) => [key.keyId, key]));
  const partsOf = partsByDay(found.parts);
  return {
    results: found.totals.map((total) => ({
      date: total.day,
      metrics: toMetrics(total),
      breakdown: toBreakdown(partsOf(total.day), keys, aliases),
    })),
    metadata: {
      ...toTotals(found.totals.reduce<ActivitySums>(addSums, NO_SUMS)),
      page,
      total_pages: Math.max(pages, 1),
      has_more: page < pages,
      // of each day the dearest; how many keys there are over all days is not counted
      api_key_limit: found.shownMax ?? null,
      total_api_keys: null,
      entity_total_api_keys: null,
      // the sums above and those of the days are whole all the same
      ...(found.isCut && { breakdown_is_cut: true }),
    },
  };
}

function partsByDay({ whole, keys, entities, keysOfEntities }: ActivityParts): (day: string) => ActivityParts {
  const [wholeOf, keysOf] = [byDay(whole), byDay(keys)];
  const [entitiesOf, keysOfEntitiesOf] = [byDay(entities), byDay(keysOfEntities)];
  return (day) => ({
    whole: wholeOf(day),
    keys: keysOf(day),
    entities: entitiesOf(day),
    keysOfEntities: keysOfEntitiesOf(day),
  });
}

function byDay<Row extends ActivityRow>(rows: readonly Row[]): (day: string) => readonly Row[] {
  const days = Map.groupBy(rows, ({ day }) => day);
  return (day) => days.get(day) ?? [];
}

function toBreakdown(
  parts: ActivityParts,
  keys: ReadonlyMap<string, ActivityKey>,
  aliases: ReadonlyMap<string, string | null> | undefined,
): object {
  const by = (
    rows: readonly ActivityRow[],
    ofKeys: readonly KeyedRow[],
    nameOf: (row: ActivityRow) => string | null,
    metadataOf: (name: string) => object = () => ({}),
  ): object => {
    const keyed = Map.groupBy(ofKeys, nameOf);
    return Object.fromEntries(
      [...Map.groupBy(rows, nameOf)].flatMap(([name, group]) => {
        if (name === null) return [];
        const ofName = byKey(keyed.get(name) ?? [], keys);
        return [[name, { metrics: sumUp(group), metadata: metadataOf(name), api_key_breakdown: ofName }]];
      }),
    );
  };
  const byUse = (nameOf: (row: ActivityRow) => string | null): object => by(parts.whole, parts.keys, nameOf);
  return {
    mcp_servers: {},
    models: byUse(({ litellmModel, modelGroup }) => litellmModel ?? modelGroup),
    model_groups: byUse(({ modelGroup }) => modelGroup),
    providers: byUse(({ provider }) => provider),
    endpoints: byUse(({ route }) => route?.replace(/^\/v1(?=\/)/, '') ?? null),
    api_keys: byKey(parts.keys, keys),
    entities: by(
      parts.entities,
      parts.keysOfEntities,
      ({ entityId }) => entityId,
      (id) => (aliases === undefined ? {} : { team_alias: aliases.get(id) ?? null }),
    ),
  };
}

function byKey(rows: readonly KeyedRow[], keys: ReadonlyMap<string, ActivityKey>): object {
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ keyId }) => keyId)].map(([id, group]) => {
      const key = keys.get(id);
      const metadata = {
        key_alias: key?.alias ?? null,
        team_id: key?.teamId ?? null,
        user_id: key?.userId ?? null,
        user_email: key?.userEmail ?? null,
        key_exists: key?.exists ?? false,
      };
      return [key?.hash ?? id, { metrics: sumUp(group), metadata }];
    }),
  );
}

function sumUp(rows: readonly ActivityRow[]): object {
  return toMetrics(rows.reduce<ActivitySums>(addSums, NO_SUMS));
}

function toMetrics(sums: ActivitySums): object {
  return {
    ...UNSERVED_METRICS,
    spend: usdFromNanoUsd(sums.costNano),
    prompt_tokens: sums.promptTokens,
    completion_tokens: sums.completionTokens,
    cache_read_input_tokens: sums.cacheReadTokens,
    cache_creation_input_tokens: sums.cacheWriteTokens,
    total_tokens: sums.promptTokens + sums.completionTokens,
    successful_requests: sums.succeeded,
    failed_requests: sums.failed,
    api_requests: sums.requests,
    total_response_time_ms: sums.durationMs,
    timed_requests: sums.requests,
  };
}

function toTotals(sums: ActivitySums): object {
  return {
    ...UNSERVED_TOTALS,
    total_spend: usdFromNanoUsd(sums.costNano),
    total_prompt_tokens: sums.promptTokens,
    total_completion_tokens: sums.completionTokens,
    total_tokens: sums.promptTokens + sums.completionTokens,
    total_api_requests: sums.requests,
    total_successful_requests: sums.succeeded,
    total_failed_requests: sums.failed,
    total_cache_read_input_tokens: sums.cacheReadTokens,
    total_cache_creation_input_tokens: sums.cacheWriteTokens,
    total_response_time_ms: sums.durationMs,
    total_timed_requests: sums.requests,
  };
}
