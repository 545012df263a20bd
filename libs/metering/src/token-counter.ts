import type { UsageBound } from '@tollgate/canonical';

/** Counts the input tokens of a request as its provider does, template included; never counts media. At least the true number. */
export type TokenCounter = (bound: UsageBound, model: string) => number;

/** OpenAI's chat template: 3 tokens around each message, one for a name, 3 that begin the answer (its cookbook on counting tokens). */
const TOKENS_PER_MESSAGE = 4;
const TOKENS_PER_REQUEST = 3;
/** Tools are rendered as declarations: 7 for each function and 12 once (the same cookbook), and the member names of the schema are counted as text. */
const TOKENS_PER_TOOL = 7;
const TOKENS_FOR_TOOLS = 12;

/** What a chat's template adds to the texts, and the tokens that need no counting. What is no chat has no template. */
export function templateTokens(bound: Pick<UsageBound, 'messages' | 'tools' | 'inputTokens' | 'output'>): number {
  if (bound.output !== undefined) return bound.inputTokens ?? 0;
  const tools = bound.tools === 0 ? 0 : TOKENS_FOR_TOOLS + bound.tools * TOKENS_PER_TOOL;
  return (bound.inputTokens ?? 0) + TOKENS_PER_REQUEST + bound.messages * TOKENS_PER_MESSAGE + tools;
}

/** UTF-8 bytes: never fewer than the tokens of any byte-level tokenizer. Cheap: for models whose tokenizer is not known, and where it fits anyway. */
export const countByBytes: TokenCounter = (bound) =>
  templateTokens(bound) + bound.inputTexts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
