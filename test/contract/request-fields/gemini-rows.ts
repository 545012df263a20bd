import type { JsonValue } from '@tollgate/kernel';
import { readMembers } from '../parameters/read-members.js';

const GENAI = '@google/genai/dist/genai.d.ts';

/** Members of the library's own, which reach no provider: how it calls, what it does by itself, what Vertex AI alone takes. */
const OF_THE_LIBRARY = new Set([
  'httpOptions',
  'abortSignal',
  'automaticFunctionCalling',
  'automaticContinuation',
  'modelArmorConfig',
  'generationOutputConfig',
]);

/** Members of the request itself; every other one of the library's `config` stands beneath `generationConfig`. */
export const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  'systemInstruction',
  'safetySettings',
  'tools',
  'toolConfig',
  'labels',
  'cachedContent',
  'serviceTier',
  'continuationToken',
  'store',
]);

/** A word of a value that is text for the model. */
export const COUNTED = 'COUNTED';

/** A value of each member that is not any text. */
const VALUES: Readonly<Record<string, JsonValue>> = {
  systemInstruction: { parts: [{ text: COUNTED }] },
  tools: [{ functionDeclarations: [{ name: COUNTED }] }],
  toolConfig: {},
  safetySettings: [],
  labels: { a: 'b' },
  responseSchema: { title: COUNTED },
  responseJsonSchema: { title: COUNTED },
  responseModalities: ['AUDIO'],
  thinkingConfig: { thinkingBudget: 77 },
  stopSequences: ['x'],
  responseLogprobs: true,
};
const NUMBERS = new Set([
  'temperature',
  'topP',
  'topK',
  'candidateCount',
  'maxOutputTokens',
  'logprobs',
  'presencePenalty',
  'frequencyPenalty',
  'seed',
]);

/** Every member of a request that Google's library can send. */
export const GEMINI_MEMBERS: readonly string[] = readMembers(GENAI, 'GenerateContentConfig').filter(
  (name) => !OF_THE_LIBRARY.has(name),
);

/** Every kind of tool but functions. */
export const GEMINI_TOOLS: readonly string[] = readMembers(GENAI, 'Tool').filter(
  (name) => name !== 'functionDeclarations',
);

/** A value of a member that asks for something. */
export function geminiValue(name: string): JsonValue {
  return VALUES[name] ?? (NUMBERS.has(name) ? 1 : 'application/json');
}
