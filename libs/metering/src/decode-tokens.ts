/** The text of token ids in OpenAI's vocabulary `cl100k_base`, which is loaded when it is first needed; throws for an id that is none of it. */
export async function decodeTokens(tokens: readonly number[]): Promise<string> {
  const { decode } = await import('gpt-tokenizer/encoding/cl100k_base');
  return decode(tokens);
}
