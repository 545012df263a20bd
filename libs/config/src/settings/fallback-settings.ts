import type { FallbackSettings, FallbackTable } from '@tollgate/canonical';
import type { Sections } from './read-sections.js';

/** LiteLLM's ROUTER_MAX_FALLBACKS. */
const FALLBACKS_MAX = 5;

/** Who takes over from whom; `router_settings` wins over `litellm_settings`, kind by kind. `default_fallbacks` are the `*` of the general ones. */
export function fallbackSettingsOf({ litellm, router }: Pick<Sections, 'litellm' | 'router'>): FallbackSettings {
  const contextWindow = router.context_window_fallbacks ?? litellm.context_window_fallbacks;
  const contentPolicy = router.content_policy_fallbacks ?? litellm.content_policy_fallbacks;
  return {
    general: withDefault(
      router.fallbacks ?? litellm.fallbacks ?? new Map<string, readonly string[]>(),
      router.default_fallbacks ?? litellm.default_fallbacks ?? [],
    ),
    ...(contextWindow != null && { contextWindow }),
    ...(contentPolicy != null && { contentPolicy }),
    max: router.max_fallbacks ?? litellm.max_fallbacks ?? FALLBACKS_MAX,
    ...(router.fallbacks_beyond_model_lists === true && { beyondModelLists: true as const }),
  };
}

function withDefault(table: FallbackTable, targets: readonly string[]): FallbackTable {
  return targets.length === 0 || table.has('*') ? table : new Map([...table, ['*', targets]]);
}
