import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { Losses } from './losses.js';
import { encodeToolChoice, encodeTools } from './openai-chat/convert-tools.js';
import { encodeResponseFormat } from './openai-chat/encode-settings.js';
import { PLAIN_PARAMETERS } from './plain-parameters.js';

/** OpenAI's parameter names and where the canonical form keeps them. Limits are not here: none is dropped. */
export const PARAMETER_MEMBERS: Readonly<Record<string, keyof CanonicalRequest>> = {
  ...PLAIN_PARAMETERS,
  response_format: 'responseFormat',
  reasoning_effort: 'reasoning',
  tool_choice: 'toolChoice',
  tools: 'tools',
};

/** A parameter as OpenAI's chat completions have it, whatever dialect the client spoke; undefined where it was not sent. */
export function readParameter(request: CanonicalRequest, name: string): JsonValue | undefined {
  switch (name) {
    case 'response_format':
      return encodeResponseFormat(request.responseFormat);
    case 'reasoning_effort':
      return request.reasoning?.effort;
    case 'tool_choice':
      return request.toolChoice && encodeToolChoice(request.toolChoice, new Losses());
    case 'tools':
      return request.tools && encodeTools(request.tools, new Losses());
  }
  const member = Object.hasOwn(PARAMETER_MEMBERS, name) ? PARAMETER_MEMBERS[name] : undefined;
  return member === undefined ? request.extra[name] : (request[member] as JsonValue | undefined);
}
