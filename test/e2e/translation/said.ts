/** The dialects by what their answers look like. */
export type DialectId =
  'openai-chat' | 'openai-responses' | 'openai-completions' | 'anthropic-messages' | 'gemini' | 'ollama-chat';

/** What an answer says to whoever reads it. */
export interface Said {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  readonly calls: readonly Call[];
  readonly finish: 'stop' | 'length' | 'tools' | 'refusal' | undefined;
  /** Tokens, all of them; undefined where nothing was told. */
  readonly input: number | undefined;
  readonly output: number | undefined;
}

export interface Call {
  /** Undefined where the dialect has none. */
  readonly id: string | undefined;
  readonly name: string;
  readonly args: unknown;
}

// Answers are read as their SDKs' users do, by member; a wrong guess fails the test.
export type Wire = Readonly<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any

export const NOTHING: Said = {
  text: '',
  reasoning: '',
  refusal: '',
  calls: [],
  finish: undefined,
  input: undefined,
  output: undefined,
};

export function parseArgs(text: string): unknown {
  return JSON.parse(text === '' ? '{}' : text) as unknown;
}
