import type { JsonValue } from '@tollgate/kernel';
import { GatewayError, type CanonicalRequest, type FormatId, type Target } from '@tollgate/canonical';

/** Members of a dialect that stand for what only its providers keep, each with what it is. */
const KEPT: Readonly<Partial<Record<FormatId, Readonly<Record<string, string>>>>> = {
  'openai-responses': {
    previous_response_id: 'an earlier response',
    conversation: 'a conversation',
    prompt: 'a prompt',
  },
  'anthropic-messages': { container: 'a container', thread: 'a conversation' },
  gemini: { cachedContent: 'a cached beginning of the conversation', continuationToken: 'an answer' },
};

/** Whom to ask instead. */
const ELSEWHERE: Readonly<Partial<Record<FormatId, string>>> = {
  'openai-responses': 'a provider of the Responses API',
  'anthropic-messages': 'Anthropic',
  gemini: 'Google',
};

/**
 * Refuses what a provider of another dialect (`own` is the provider's) cannot be told and cannot leave out, since the answer would be to
 * another question: what is kept at another provider, and an answer that is fetched later. No setting drops it.
 */
export function refuseKeptState(
  { format, extra }: CanonicalRequest,
  { provider }: Target,
  own: FormatId,
): GatewayError | undefined {
  if (format === own) return undefined;
  const kept = KEPT[format] ?? {};
  const member = Object.keys(kept).find((name) => isPresent(extra[name]));
  if (member !== undefined) {
    return refusal(format, member, `${kept[member] ?? member} kept at a provider is not known to ${provider}`);
  }
  return format === 'openai-responses' && extra['background'] === true
    ? refusal(format, 'background', `${provider} answers at once`)
    : undefined;
}

function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function refusal(format: FormatId, param: string, reason: string): GatewayError {
  return new GatewayError('unsupported_parameter', {
    message: `Invalid value for '${param}': ${reason}. Leave it out and send what it stands for, or ask a model of ${ELSEWHERE[format] ?? 'its provider'}.`,
    param,
  });
}
