import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { ELSEWHERE, SHARED } from './encode-extra.js';

type Apply = (value: JsonValue) => Partial<CanonicalRequest>;

const number =
  (member: 'temperature' | 'topP' | 'topK' | 'maxOutputTokens'): Apply =>
  (value) =>
    typeof value === 'number' ? { [member]: value } : {};

/** What of a deployment's parameters the request can take up, by LiteLLM's names. */
const DEFAULTS: Readonly<Record<string, { readonly member: keyof CanonicalRequest; readonly apply: Apply }>> = {
  max_tokens: { member: 'maxOutputTokens', apply: number('maxOutputTokens') },
  max_completion_tokens: { member: 'maxOutputTokens', apply: number('maxOutputTokens') },
  temperature: { member: 'temperature', apply: number('temperature') },
  top_p: { member: 'topP', apply: number('topP') },
  top_k: { member: 'topK', apply: number('topK') },
  stop: { member: 'stop', apply: readStop },
  user: { member: 'user', apply: (value) => (typeof value === 'string' ? { user: value } : {}) },
  reasoning_effort: {
    member: 'reasoning',
    apply: (value) => (typeof value === 'string' ? { reasoning: { enabled: value !== 'none', effort: value } } : {}),
  },
};

/** The request with the deployment's own parameters where the client sent none. Those that the dialect has not are left out. */
export function applyDefaults(request: CanonicalRequest, defaults: JsonObject): CanonicalRequest {
  return Object.entries(defaults).reduce((applied, [name, value]) => {
    if (value === undefined || value === null) return applied;
    const known = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name] : undefined;
    if (known !== undefined)
      return applied[known.member] === undefined ? { ...applied, ...known.apply(value) } : applied;
    const shared = SHARED.has(name) || (ELSEWHERE.has(name) && applied.reasoning === undefined);
    return shared && applied.extra[name] === undefined
      ? { ...applied, extra: { ...applied.extra, [name]: value } }
      : applied;
  }, request);
}

function readStop(value: JsonValue): Partial<CanonicalRequest> {
  if (typeof value === 'string') return { stop: [value] };
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? { stop: value } : {};
}
