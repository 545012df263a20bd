import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { ProviderOperation } from './adapter.js';

/**
 * ProviderOperation.schemaTool where some models take no schemas. A tool is forced, but not on a model that thinks: Anthropic's and
 * DeepSeek's refuse that ("Thinking may not be enabled when tool_choice forces tool use", "Thinking mode does not support this
 * tool_choice").
 */
export function schemaToolUnless(
  takesSchemas: (model: string) => boolean,
  thinksUnasked: (model: string) => boolean = () => false,
): NonNullable<ProviderOperation['schemaTool']> {
  return (request, model) => {
    if (takesSchemas(model)) return undefined;
    return (asksToThink(request) ?? thinksUnasked(model)) ? 'offered' : 'forced';
  };
}

/** Undefined: the client says nothing of it. */
function asksToThink({ reasoning, extra }: CanonicalRequest): boolean | undefined {
  if (isJsonObject(extra['thinking'])) return extra['thinking']['type'] !== 'disabled';
  return reasoning && reasoning.enabled && reasoning.effort !== 'none';
}
