import type { CanonicalRequest } from '@tollgate/canonical';
import type { JsonValue } from '@tollgate/kernel';
import type { MemberCost } from '../openai-chat/chat-members.js';

/**
 * Every top-level member of a legacy completion request that is known: OpenAI's (API reference 2.3.0, CreateCompletionRequest) and those
 * of compatible hosts. A member that is not here counts as unbounded.
 */
export const COMPLETION_MEMBERS: Readonly<Record<string, MemberCost>> = {
  model: 'bounded',
  prompt: 'bounded',
  suffix: 'bounded',
  max_tokens: 'bounded',
  n: 'bounded',
  best_of: 'bounded',
  echo: 'bounded',
  service_tier: 'bounded',
  stream: 'none',
  stream_options: 'none',
  temperature: 'none',
  top_p: 'none',
  top_k: 'none',
  min_p: 'none',
  stop: 'none',
  seed: 'none',
  frequency_penalty: 'none',
  presence_penalty: 'none',
  repetition_penalty: 'none',
  logit_bias: 'none',
  logprobs: 'none',
  user: 'none',
  metadata: 'none',
};

/** Members of this dialect that the canonical form keeps as they are. */
export const PLAIN = {
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  stop: 'stop',
  seed: 'seed',
  n: 'choices',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  service_tier: 'serviceTier',
  user: 'user',
} as const satisfies Readonly<Record<string, keyof CanonicalRequest>>;

/** Why a top-level member may cost without bound; undefined when it cannot. */
export function unboundedReason(name: string, value: JsonValue): string | undefined {
  const cost = Object.hasOwn(COMPLETION_MEMBERS, name) ? COMPLETION_MEMBERS[name] : undefined;
  if (cost === undefined) return 'what it costs is not known';
  return typeof cost === 'function' ? cost(value) : undefined;
}
