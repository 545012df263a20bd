import type { Instant } from '@tollgate/kernel';

/** When a provider asks to be called again, milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date (OpenAI's SDKs read the same). */
export function readRetryAfter(headers: Readonly<Record<string, string>>, now: Instant): number | undefined {
  const ms = readNumber(headers['retry-after-ms']);
  if (ms !== undefined && ms >= 0) return ms;
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = readNumber(value);
  if (seconds !== undefined) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function readNumber(value: string | undefined): number | undefined {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}
