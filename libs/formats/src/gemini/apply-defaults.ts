import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { PLAIN_PARAMETERS } from '../plain-parameters.js';
import { placeOf } from './encode-extra.js';

const NUMBERS: Readonly<Record<string, keyof CanonicalRequest>> = {
  ...PLAIN_PARAMETERS,
  max_tokens: 'maxOutputTokens',
  max_completion_tokens: 'maxOutputTokens',
};

/** What the gateway counts and holds: a deployment does not set it for its callers. */
const GOVERNED = new Set(['n', 'model', 'messages', 'contents', 'stream']);

/** The request with the deployment's own parameters where the client sent none. Those that the dialect has not are left out. */
export function applyDefaults(request: CanonicalRequest, defaults: JsonObject): CanonicalRequest {
  return Object.entries(defaults).reduce((applied, [name, value]) => {
    if (value === undefined || value === null || GOVERNED.has(name)) return applied;
    if (name === 'reasoning_effort' && typeof value === 'string')
      return applied.reasoning === undefined
        ? { ...applied, reasoning: { enabled: value !== 'none', effort: value } }
        : applied;
    const member = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
    if (member !== undefined)
      return applied[member] === undefined ? { ...applied, [member]: read(name, value) } : applied;
    const placed = placeOf({ ...applied, format: 'openai-chat' }, name) !== undefined;
    return placed && applied.extra[name] === undefined
      ? { ...applied, extra: { ...applied.extra, [name]: value } }
      : applied;
  }, request);
}

function read(name: string, value: JsonValue): JsonValue {
  return name === 'stop' && typeof value === 'string' ? [value] : value;
}
