import { type ErrorCode, type GatewayError, type GatewaySettings, type RouterSettings } from '@tollgate/canonical';
import type { FailedFallback } from '@tollgate/dispatch';
import { findFallbacks } from '@tollgate/routing';
import type { Walked } from './build-record.js';

/** Errors that LiteLLM's router saw: those of a provider, of a name that nobody serves, of parameters that a provider lacks. */
const ROUTED: ReadonlySet<ErrorCode> = new Set(['unknown_model', 'unsupported_parameter']);
/** Of the error of a group that took over, as it stands in another's. */
const FALLBACK_ERROR_CHARACTERS_MAX = 300;

/** The error as the client sees it: with the router's suffix where LiteLLM has one, which is not where the client switched fallbacks off. */
export function withRouterSuffix(
  error: GatewayError,
  { request, snapshot, grant }: Walked,
  failed: readonly FailedFallback[] = [],
): GatewayError {
  const routed = error.upstream !== undefined || ROUTED.has(error.code);
  if (!routed || request === undefined || request.model === '' || error.code === 'client_closed') return error;
  const { errorSuffix: style } = snapshot.settings;
  if (style === 'none' || request.gateway.disableFallbacks === true) return error;
  const model = grant?.model ?? { name: request.model, group: request.model };
  const suffix = errorSuffix(style, request.model, {
    failed,
    configured: [...configuredFor(error, snapshot.router)],
    found: findFallbacks(model, snapshot.router.fallbacks, request.gateway.fallbacks).length > 0,
  });
  return error.withMessage(error.message + suffix);
}

/** What is known of fallbacks when an error is told. */
interface FallbackFacts {
  /** Groups that took over, and failed as well. */
  readonly failed: readonly FailedFallback[];
  /** Groups that have any, of the kind that the error would go to; empty: nothing is said of them. */
  readonly configured: readonly string[];
  /** The group that failed has some. */
  readonly found: boolean;
}

/**
 * What LiteLLM's router adds to the text of an error that came out of routing (transcripts of LiteLLM 1.106.2; the older form is
 * that of 2025, which users' scripts still match).
 */
function errorSuffix(
  style: Exclude<GatewaySettings['errorSuffix'], 'none'>,
  group: string,
  facts: FallbackFacts,
): string {
  switch (style) {
    case 'received_model_group':
      return `. Received Model Group=${group}\nAvailable Model Group Fallbacks=${olderList(facts.failed)}`;
    case 'litellm-1.106':
      return modernSuffix(group, facts);
  }
}

function configuredFor({ message }: GatewayError, { fallbacks }: RouterSettings): Iterable<string> {
  // as recorded: of requests that are too long LiteLLM names no groups
  return message.includes('ContextWindowExceededError') ? [] : fallbacks.general.keys();
}

function olderList(failed: readonly FailedFallback[]): string {
  if (failed.length === 0) return 'None';
  const names = failed.map(({ model }) => `'${model}'`).join(', ');
  return `[${names}]\nError doing the fallback: ${shortened(failed.at(-1)?.error)}`;
}

function modernSuffix(group: string, { failed, configured, found }: FallbackFacts): string {
  const start = `\n\nLiteLLM: model group '${group}' failed with the error above`;
  if (failed.length > 0) {
    const each = failed.map(({ model, error }) => `'${model}' (${shortened(error)})`).join(', ');
    return `${start}, and so did the model groups that took over: ${each}.`;
  }
  if (found || configured.length === 0) return `${start}. No fallback was attempted.`;
  return (
    `${start} and no fallback model group was found for it, so the request was not retried on another model. ` +
    `Fallbacks are configured for: ${configured.join(', ')}. Add a fallbacks entry for that model group ` +
    '(Router fallbacks or proxy router_settings.fallbacks) to retry on another model.'
  );
}

function shortened(error: GatewayError | undefined): string {
  const message = error?.message ?? '';
  return message.length <= FALLBACK_ERROR_CHARACTERS_MAX
    ? message
    : `${message.slice(0, FALLBACK_ERROR_CHARACTERS_MAX)}…`;
}
