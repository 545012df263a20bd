import { type ErrorCode, type GatewayError, type GatewaySettings, type RouterSettings } from '@tollgate/canonical';
import type { Walked } from './build-record.js';

/** Errors that LiteLLM's router saw: those of a provider, of a name that nobody serves, of parameters that a provider lacks. */
const ROUTED: ReadonlySet<ErrorCode> = new Set(['unknown_model', 'unsupported_parameter']);

/** The error as the client sees it: with the router's suffix where LiteLLM has one. */
export function withRouterSuffix(error: GatewayError, { request, snapshot }: Walked): GatewayError {
  const routed = error.upstream !== undefined || ROUTED.has(error.code);
  if (!routed || request === undefined || request.model === '' || error.code === 'client_closed') return error;
  const contextWindow = error.message.includes('ContextWindowExceededError');
  const suffix = errorSuffix(snapshot.settings.errorSuffix, request.model, snapshot.router, contextWindow);
  return suffix === '' ? error : error.withMessage(error.message + suffix);
}

/**
 * What LiteLLM's router adds to the text of an error that came out of routing (transcripts of LiteLLM 1.106.2; the older form is
 * that of 2025, which users' scripts still match).
 */
export function errorSuffix(
  style: GatewaySettings['errorSuffix'],
  group: string,
  router: RouterSettings,
  contextWindow: boolean,
): string {
  switch (style) {
    case 'none':
      return '';
    case 'received_model_group':
      return `. Received Model Group=${group}\nAvailable Model Group Fallbacks=None`;
    case 'litellm-1.106':
      return modernSuffix(
        group,
        contextWindow ? router.contextWindowFallbackGroups : router.fallbackGroups,
        contextWindow,
      );
  }
}

function modernSuffix(group: string, configured: readonly string[], contextWindow: boolean): string {
  const start = `\n\nLiteLLM: model group '${group}' failed with the error above`;
  if (contextWindow || configured.length === 0) return `${start}. No fallback was attempted.`;
  return (
    `${start} and no fallback model group was found for it, so the request was not retried on another model. ` +
    `Fallbacks are configured for: ${configured.join(', ')}. Add a fallbacks entry for that model group ` +
    '(Router fallbacks or proxy router_settings.fallbacks) to retry on another model.'
  );
}
