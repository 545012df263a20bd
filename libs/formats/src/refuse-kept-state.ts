import type { JsonValue } from '@tollgate/kernel';
import { GatewayError, type CanonicalRequest, type Target } from '@tollgate/canonical';

/** Members of the Responses API that stand for what only its providers keep, each with what it is. */
const KEPT: Readonly<Record<string, string>> = {
  previous_response_id: 'an earlier response',
  conversation: 'a conversation',
  prompt: 'a prompt',
};

/**
 * Refuses what a provider without the Responses API cannot be told and cannot leave out, since the answer would be to another question:
 * what is kept at another provider, and an answer that is fetched later. No setting drops it.
 */
export function refuseKeptState({ format, extra }: CanonicalRequest, { provider }: Target): GatewayError | undefined {
  if (format !== 'openai-responses') return undefined;
  const member = Object.keys(KEPT).find((name) => isPresent(extra[name]));
  if (member !== undefined) {
    return refusal(member, `${KEPT[member] ?? member} kept at a provider is not known to ${provider}`);
  }
  return extra['background'] === true ? refusal('background', `${provider} answers at once`) : undefined;
}

function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function refusal(param: string, reason: string): GatewayError {
  return new GatewayError('unsupported_parameter', {
    message: `Invalid value for '${param}': ${reason}. Leave it out and send what it stands for, or ask a model of a provider of the Responses API.`,
    param,
  });
}
