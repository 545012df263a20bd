import type { GatewayError } from '@tollgate/canonical';
import type { ClosedAttempt, Dispatched, DispatchFailure } from '@tollgate/dispatch';
import type { Walked } from './build-record.js';
import { droppedParams } from './dropped-params.js';
import type { PipelineParts } from './pipeline-parts.js';
import { costHeaders, dollars, LITELLM_WIRE_VERSION, relayProviderHeaders } from './response-headers.js';

interface Shown {
  readonly walked: Pick<Walked, 'ingress' | 'principal' | 'surface' | 'grant'>;
  readonly parts: Pick<PipelineParts, 'keySpend' | 'clock'>;
}

/** What dispatch leaves of a request that no deployment answered; empty for a refusal before it. */
export type Failed = Partial<Pick<DispatchFailure, 'headers' | 'open'>>;

/** Headers of an answer. `closed` is there when the answer is whole; a stream's go out before its cost is known. */
export function answerHeaders(
  shown: Shown,
  dispatched: Dispatched,
  closed: ClosedAttempt | undefined,
): Record<string, string> {
  const { attempt } = dispatched;
  const { target } = attempt.step;
  const elapsed = shown.parts.clock.monotonicMs() - shown.walked.ingress.startedMs;
  const upstream = shown.parts.clock.monotonicMs() - attempt.startedMs;
  const dropped = droppedParams(attempt.warnings, ['dropped']);
  const { reservation } = attempt;
  return {
    ...relayProviderHeaders(dispatched.headers),
    ...callerHeaders(shown),
    ...reservation.rateLimitHeaders,
    'x-litellm-model-id': target.deploymentId,
    'x-litellm-model-group': shown.walked.grant?.model.name ?? target.group,
    'x-litellm-model-name': target.litellmModel,
    'x-litellm-model-api-base': target.apiBase,
    'x-litellm-attempted-retries': String(attempt.number - 1),
    'x-litellm-attempted-fallbacks': '0',
    'x-litellm-response-duration-ms': elapsed.toFixed(3),
    'x-litellm-overhead-duration-ms': Math.max(0, elapsed - upstream).toFixed(3),
    'x-litellm-callback-duration-ms': '0.0',
    ...answerCost(attempt, closed),
    ...(dropped.length > 0 && { 'x-litellm-dropped-params': dropped.join(', ') }),
    ...(reservation.loweredBy !== undefined &&
      reservation.limitUpstream && {
        'x-tollgate-output-limit': `${String(reservation.outputTokens)}; reason=budget; scope=${reservation.loweredBy}`,
      }),
  };
}

/** Headers of an error after the caller was known. */
export function errorHeaders(shown: Shown, error: GatewayError, failed: Failed): Record<string, string> {
  const target = failed.open?.attempt.step.target;
  return {
    ...relayProviderHeaders(failed.headers ?? {}),
    ...callerHeaders(shown),
    'x-litellm-response-cost': '0',
    ...(target !== undefined && { 'x-litellm-model-id': target.deploymentId }),
    ...(hadTimeout(error) && { 'x-litellm-timeout': shownTimeout(shown, failed) }),
  };
}

/** LiteLLM shows the timeout of every call that it prepared, also of one that its provider's parameters refused. */
function hadTimeout(error: GatewayError): boolean {
  return error.upstream !== undefined || error.code === 'unsupported_parameter';
}

/** Seconds as Python prints them: the deployment's when it is not the default, else LiteLLM's default of the route. */
function shownTimeout({ walked }: Shown, failed: Failed): string {
  const totalMs = failed.open?.attempt.step.timeouts.totalMs ?? TOTAL_MS_DEFAULT;
  const seconds = totalMs === TOTAL_MS_DEFAULT ? walked.surface.timeoutSecondsShown : totalMs / 1000;
  return Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds);
}

const TOTAL_MS_DEFAULT = 6_000_000;

function callerHeaders({ walked: { ingress, principal }, parts }: Shown): Record<string, string> {
  const limits = principal.scopes.find((scope) => scope.scope === 'key')?.limits;
  return {
    'x-litellm-call-id': ingress.callId,
    'x-litellm-version': LITELLM_WIRE_VERSION,
    'x-litellm-key-spend': dollars(parts.keySpend.of(principal)),
    ...(limits?.maxBudget !== undefined && { 'x-litellm-key-max-budget': dollars(limits.maxBudget) }),
    ...(limits?.tokensPerMinute !== undefined && { 'x-litellm-key-tpm-limit': String(limits.tokensPerMinute) }),
    ...(limits?.requestsPerMinute !== undefined && { 'x-litellm-key-rpm-limit': String(limits.requestsPerMinute) }),
  };
}

function answerCost(attempt: Dispatched['attempt'], closed: ClosedAttempt | undefined): Record<string, string> {
  if (closed === undefined) return attempt.pricing.price === undefined ? {} : costHeaders('streamed');
  const { breakdown } = closed.cost;
  const output = (breakdown['output'] ?? 0n) + (breakdown['reasoning'] ?? 0n) + (breakdown['outputAudio'] ?? 0n);
  const cacheRead = breakdown['cacheRead'] ?? 0n;
  return costHeaders({
    totalNano: closed.costNano,
    inputNano: Object.entries(breakdown).reduce((sum, [bucket, nano]) => (INPUT.has(bucket) ? sum + nano : sum), 0n),
    cacheReadNano: cacheRead,
    outputNano: output,
  });
}

const INPUT = new Set(['input', 'cacheWrite5m', 'cacheWrite1h', 'inputAudio']);
