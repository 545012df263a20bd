import type { Deployment, Timeouts, UpstreamFailure } from '@tollgate/canonical';

/** The longest that a test takes, and the longest that its connection does. */
const TOTAL_MS = 30_000;
const CONNECT_MS = 5_000;

/** How long a test may take, milliseconds: `model_info.health_check_timeout`, at most what any may. */
export function testTimeMs({ info }: Pick<Deployment, 'info'>): number {
  const { health_check_timeout: seconds } = info;
  if (typeof seconds !== 'number' || !(seconds > 0)) return TOTAL_MS;
  return Math.min(Math.max(1, Math.round(seconds * 1_000)), TOTAL_MS);
}

/** Whatever is waited for: nothing but the whole time ends a test. */
export function timeoutsWithin(leftMs: number): Timeouts {
  return { connectMs: CONNECT_MS, firstTokenMs: leftMs, idleMs: leftMs, totalMs: leftMs };
}

/** A call that took too long, told by the time that it had. */
export function nameTime(failure: UpstreamFailure, totalMs: number): UpstreamFailure {
  if (failure.transport === undefined || !LATE.has(failure.transport)) return failure;
  return { ...failure, message: `the provider did not answer within ${inSeconds(totalMs)}` };
}

export function inSeconds(ms: number): string {
  return `${String(ms / 1_000)} s`;
}

const LATE: ReadonlySet<NonNullable<UpstreamFailure['transport']>> = new Set([
  'first-token-timeout',
  'idle-timeout',
  'total-timeout',
]);
