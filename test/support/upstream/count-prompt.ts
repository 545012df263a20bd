import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** OpenAI's chat template (its cookbook on counting tokens): 3 around each message and 1 for its role, 3 that begin the answer. */
const PER_MESSAGE = 4;
const PER_REQUEST = 3;

/** Prompt tokens of plain text messages as a model of the o200k vocabulary counts them. */
export function countPrompt(body: Readonly<Record<string, unknown>>): number {
  const messages = body['messages'] as readonly { readonly content: string }[];
  return messages.reduce((sum, message) => sum + PER_MESSAGE + countTokens(message.content), PER_REQUEST);
}
