import type { RouterSettings } from '@tollgate/canonical';
import { fallbackSettingsOf } from './fallback-settings.js';
import type { Sections } from './read-sections.js';

const CONNECT_MS = 5_000;
const FIRST_TOKEN_MS = 60_000;
const IDLE_MS = 60_000;
const TOTAL_MS = 6_000_000;
/** LiteLLM's DEFAULT_MAX_RETRIES. */
const NUM_RETRIES = 2;

/** Retries, timeouts and fallbacks; `router_settings` wins over `litellm_settings`, and `--request_timeout` over both. */
export function routerSettingsOf(
  { general, litellm, router }: Pick<Sections, 'general' | 'litellm' | 'router'>,
  requestTimeoutSeconds: number | undefined,
): RouterSettings {
  return {
    numRetries: router.num_retries ?? litellm.num_retries ?? NUM_RETRIES,
    retryAfterMs: Math.round((router.retry_after ?? 0) * 1000),
    timeouts: {
      connectMs: milliseconds(general.connect_timeout) ?? CONNECT_MS,
      firstTokenMs: milliseconds(router.stream_timeout) ?? FIRST_TOKEN_MS,
      idleMs: milliseconds(general.idle_timeout) ?? IDLE_MS,
      totalMs: milliseconds(requestTimeoutSeconds ?? router.timeout ?? litellm.request_timeout) ?? TOTAL_MS,
    },
    fallbacks: fallbackSettingsOf({ litellm, router }),
  };
}

function milliseconds(seconds: number | null | undefined): number | undefined {
  return seconds == null ? undefined : Math.round(seconds * 1000);
}
