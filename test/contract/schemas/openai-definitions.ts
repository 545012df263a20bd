import type { FormatId } from '@tollgate/canonical';
import { checkOpenai } from './check-openai.js';

export type Emitted = 'request' | 'answer' | 'event' | 'error';

const CHAT = 'CreateChatCompletion';
/** What OpenAI's document calls what the gateway emits in each of its dialects. */
const DEFINITIONS: Partial<Record<FormatId, Partial<Record<Emitted, string>>>> = {
  'openai-chat': { request: `${CHAT}Request`, answer: `${CHAT}Response`, event: `${CHAT}StreamResponse` },
  'openai-completions': {
    request: 'CreateCompletionRequest',
    answer: 'CreateCompletionResponse',
    event: 'CreateCompletionResponse',
  },
  'openai-responses': { request: 'CreateResponse', answer: 'Response', event: 'ResponseStreamEvent' },
};

/** Throws with every fault of what goes out in a dialect of OpenAI's; what is emitted in another passes. */
export function checkEmitted(format: FormatId, kind: Emitted, value: unknown): void {
  const dialect = DEFINITIONS[format];
  if (dialect === undefined) return;
  const definition = kind === 'error' ? 'ErrorResponse' : dialect[kind];
  if (definition !== undefined) checkOpenai(definition, JSON.parse(JSON.stringify(value)));
}
