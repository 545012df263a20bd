import type { Instant } from '@tollgate/kernel';

/** `2026-11-20 23:22:19 UTC`, as LiteLLM writes resets. */
export function formatInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
