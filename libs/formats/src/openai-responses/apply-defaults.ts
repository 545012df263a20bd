import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { RESPONSES_MEMBERS } from './responses-members.js';

type Apply = (value: JsonValue) => Partial<CanonicalRequest>;

interface Default {
  readonly member: keyof CanonicalRequest;
  readonly apply: Apply;
}

const number = (member: 'temperature' | 'topP' | 'maxOutputTokens'): Default => ({
  member,
  apply: (value) => (typeof value === 'number' ? { [member]: value } : {}),
});
const string = (member: 'user' | 'serviceTier'): Default => ({
  member,
  apply: (value) => (typeof value === 'string' ? { [member]: value } : {}),
});
const boolean = (member: 'store' | 'parallelToolCalls'): Default => ({
  member,
  apply: (value) => (typeof value === 'boolean' ? { [member]: value } : {}),
});

/** What of a deployment's parameters the request can take up, by LiteLLM's names and by the API's own. */
const DEFAULTS: Readonly<Record<string, Default>> = {
  max_tokens: number('maxOutputTokens'),
  max_completion_tokens: number('maxOutputTokens'),
  max_output_tokens: number('maxOutputTokens'),
  temperature: number('temperature'),
  top_p: number('topP'),
  user: string('user'),
  service_tier: string('serviceTier'),
  store: boolean('store'),
  parallel_tool_calls: boolean('parallelToolCalls'),
  reasoning_effort: {
    member: 'reasoning',
    apply: (value) => (typeof value === 'string' ? { reasoning: reasoningOf({ effort: value }) } : {}),
  },
  reasoning: {
    member: 'reasoning',
    apply: (value) => (isJsonObject(value) ? { reasoning: reasoningOf(value) } : {}),
  },
};

/** Written as the API has it, whatever the client speaks. */
function reasoningOf(value: JsonObject): NonNullable<CanonicalRequest['reasoning']> {
  const { effort } = value;
  return {
    enabled: effort !== 'none',
    ...(typeof effort === 'string' && { effort }),
    source: { format: 'openai-responses', value },
  };
}

/** Members that the gateway governs, or that a deployment does not set for its callers. */
const NEVER = new Set(['model', 'input', 'stream', 'background', 'previous_response_id', 'conversation', 'metadata']);

/** The request with the deployment's own parameters where the client sent none. Those that the API has not are left out. */
export function applyDefaults(request: CanonicalRequest, defaults: JsonObject): CanonicalRequest {
  return Object.entries(defaults).reduce((applied, [name, value]) => {
    if (value === undefined || value === null) return applied;
    const known = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name] : undefined;
    if (known !== undefined)
      return applied[known.member] === undefined ? { ...applied, ...known.apply(value) } : applied;
    const shared = Object.hasOwn(RESPONSES_MEMBERS, name) && !NEVER.has(name);
    return shared && applied.extra[name] === undefined
      ? { ...applied, extra: { ...applied.extra, [name]: value } }
      : applied;
  }, request);
}
