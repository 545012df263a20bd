import type { GatewayError, Warning } from '@tollgate/canonical';
import type { ClosedAttempt, Dispatched, DispatchFailure } from '@tollgate/dispatch';
import { FALLBACK_FORMS } from '@tollgate/formats';
import { unkept } from '../objects/is-stored.js';
import { costOfAll, type Walked } from './build-record.js';
import { droppedParams } from './dropped-params.js';
import type { PipelineParts } from './pipeline-parts.js';
import { addCostHeaders, dollars, LITELLM_WIRE_VERSION, relayProviderHeaders } from './response-headers.js';

interface Shown {
  readonly walked: Pick<Walked, 'ingress' | 'principal' | 'surface' | 'grant' | 'request'>;
  readonly parts: Pick<PipelineParts, 'keySpend' | 'clock'>;
}

/** What dispatch leaves of a request that no deployment answered; empty for a refusal before it. */
export type Failed = Partial<Pick<DispatchFailure, 'headers' | 'open' | 'attempts'>>;

/** Headers of an answer. `closed` is there when the answer is whole; a stream's go out before its cost is known. */
export function answerHeaders(
  shown: Shown & { readonly walked: Pick<Walked, 'snapshot'> },
  dispatched: Dispatched,
  closed: ClosedAttempt | undefined,
): Record<string, string> {
  const { attempt } = dispatched;
  const { target } = attempt.step;
  const elapsed = shown.parts.clock.monotonicMs() - shown.walked.ingress.startedMs;
  const upstream = shown.parts.clock.monotonicMs() - attempt.startedMs;
  const dropped = droppedParams(
    [...unheeded(shown), ...unkept(shown.walked, attempt), ...attempt.warnings],
    ['dropped'],
  );
  const { reservation } = attempt;
  const headers = relayProviderHeaders(dispatched.headers);
  addCallerHeaders(headers, shown);
  for (const name in reservation.rateLimitHeaders) headers[name] = reservation.rateLimitHeaders[name] ?? '';
  headers['x-litellm-model-id'] = target.deploymentId;
  headers['x-litellm-model-group'] = attempt.step.model.name;
  headers['x-litellm-model-name'] = target.litellmModel;
  headers['x-litellm-model-api-base'] = target.apiBase;
  headers['x-litellm-attempted-retries'] = String(dispatched.retries);
  headers['x-litellm-attempted-fallbacks'] = String(dispatched.fallbacks);
  if (dispatched.fallbacks > 0) headers['x-litellm-max-fallbacks'] = String(shown.walked.snapshot.router.fallbacks.max);
  headers['x-litellm-response-duration-ms'] = elapsed.toFixed(3);
  headers['x-litellm-overhead-duration-ms'] = Math.max(0, elapsed - upstream).toFixed(3);
  headers['x-litellm-callback-duration-ms'] = '0.0';
  addCost(headers, attempt, closed);
  if (dropped.length > 0) headers['x-litellm-dropped-params'] = dropped.join(', ');
  const mended = droppedParams(attempt.warnings, ['mended']);
  if (mended.length > 0) headers['x-tollgate-modified-params'] = mended.join(', ');
  if (reservation.loweredBy !== undefined && reservation.limitUpstream) {
    headers['x-tollgate-output-limit'] =
      `${String(reservation.outputTokens)}; reason=budget; scope=${reservation.loweredBy}`;
  }
  return headers;
}

/** What spoke to the gateway and is not served, or not allowed; fallbacks in a form that is none have no effect, as in LiteLLM, and are told theirs. */
function unheeded({ walked }: Shown): readonly Warning[] {
  const reason = 'not served here, or not allowed';
  return Object.keys(walked.request?.gateway.unserved ?? {}).map((name) => {
    const form = FALLBACK_FORMS[name];
    return { code: 'dropped', path: form === undefined ? name : `${name}: expected ${form}`, reason };
  });
}

/** Headers of an error after the caller was known. */
export function errorHeaders(shown: Shown, error: GatewayError, failed: Failed): Record<string, string> {
  const target = failed.open?.attempt.step.target;
  return {
    ...relayProviderHeaders(failed.headers ?? {}),
    ...addCallerHeaders({}, shown),
    ...failedCost(failed.attempts ?? []),
    ...(target !== undefined && { 'x-litellm-model-id': target.deploymentId }),
    ...(hadTimeout(error) && { 'x-litellm-timeout': shownTimeout(shown, failed) }),
  };
}

/** What the row says: also a failed call can have been billed. LiteLLM's `0` where it was not, nothing where its cost is not known. */
function failedCost(attempts: DispatchFailure['attempts']): Record<string, string> {
  const nano = costOfAll(attempts);
  if (nano === null) return {};
  return { 'x-litellm-response-cost': nano === '0' ? '0' : dollars(BigInt(nano)) };
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

function addCallerHeaders(
  headers: Record<string, string>,
  { walked: { ingress, principal }, parts }: Shown,
): Record<string, string> {
  const limits = principal.scopes.find((scope) => scope.scope === 'key')?.limits;
  headers['x-litellm-call-id'] = ingress.callId;
  headers['x-litellm-version'] = LITELLM_WIRE_VERSION;
  headers['x-litellm-key-spend'] = dollars(parts.keySpend.of(principal));
  if (principal.secretEndsAt !== undefined)
    headers['x-tollgate-key-revoked-at'] = new Date(principal.secretEndsAt).toISOString();
  if (principal.rotationUncollected === true) headers['x-tollgate-key-rotation'] = 'uncollected';
  if (limits?.maxBudget !== undefined) headers['x-litellm-key-max-budget'] = dollars(limits.maxBudget);
  if (limits?.tokensPerMinute !== undefined) headers['x-litellm-key-tpm-limit'] = String(limits.tokensPerMinute);
  if (limits?.requestsPerMinute !== undefined) headers['x-litellm-key-rpm-limit'] = String(limits.requestsPerMinute);
  return headers;
}

function addCost(
  headers: Record<string, string>,
  attempt: Dispatched['attempt'],
  closed: ClosedAttempt | undefined,
): void {
  if (closed === undefined) {
    if (attempt.pricing.price !== undefined) addCostHeaders(headers, 'streamed');
    return;
  }
  const { breakdown } = closed.cost;
  addCostHeaders(headers, {
    totalNano: closed.costNano,
    inputNano: sumOf(breakdown, INPUT),
    cacheReadNano: breakdown['cacheRead'] ?? 0n,
    outputNano: sumOf(breakdown, OUTPUT),
  });
}

const INPUT = new Set(['input', 'cacheWrite5m', 'cacheWrite1h', 'inputAudio', 'inputImage', 'second', 'character']);
const OUTPUT = new Set(['output', 'reasoning', 'outputAudio', 'outputImage', 'image']);

function sumOf(breakdown: Readonly<Record<string, bigint>>, buckets: ReadonlySet<string>): bigint {
  let nano = 0n;
  for (const bucket in breakdown) if (buckets.has(bucket)) nano += breakdown[bucket] ?? 0n;
  return nano;
}
