import type { JsonObject } from '@tollgate/kernel';
import { geminiClient, geminiUpstream } from '@tollgate/formats';
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
const OF_THE_REQUEST = new Set([
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
/** What can cost without a bound that is known. */
const UNBOUNDED = new Set([
  'responseModalities',
  'speechConfig',
  'imageConfig',
  'routingConfig',
  'modelSelectionConfig',
  'audioTranscriptionConfig',
  'continuationToken',
]);
/** A value of each member that is not any text. */
const VALUES: Readonly<Record<string, JsonObject | readonly JsonObject[] | readonly string[] | number | boolean>> = {
  systemInstruction: { parts: [{ text: 'COUNTED' }] },
  tools: [{ functionDeclarations: [{ name: 'COUNTED' }] }],
  toolConfig: {},
  safetySettings: [],
  labels: { a: 'b' },
  responseSchema: { title: 'COUNTED' },
  responseJsonSchema: { title: 'COUNTED' },
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
const members = readMembers(GENAI, 'GenerateContentConfig').filter((name) => !OF_THE_LIBRARY.has(name));
const tools = readMembers(GENAI, 'Tool').filter((name) => name !== 'functionDeclarations');

function bound(body: JsonObject) {
  const contents = [{ role: 'user', parts: [{ text: 'x' }] }];
  const decoded = geminiClient.decodeRequest({ body: { contents, ...body }, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  return geminiUpstream.boundUsage(decoded.value);
}

describe("every member that Google's library can send", () => {
  it.each(members)('%s is bounded, or known to be without bound', (name) => {
    const value = VALUES[name] ?? (NUMBERS.has(name) ? 1 : 'application/json');
    const mime = name.endsWith('Schema') ? { responseMimeType: 'application/json' } : {};
    const body = OF_THE_REQUEST.has(name) ? { [name]: value } : { generationConfig: { [name]: value, ...mime } };
    const { unbounded, inputTexts } = bound(body);
    expect(unbounded.map((line) => line.replace(/^generationConfig\./, '').split(':')[0])).toEqual(
      UNBOUNDED.has(name) ? [name] : [],
    );
    if (JSON.stringify(value).includes('COUNTED')) expect(inputTexts.join()).toContain('COUNTED');
  });

  it.each(tools)('the tool %s is without bound, but for what the client runs', (name) => {
    expect(bound({ tools: [{ [name]: {} }] }).unbounded).toHaveLength(name === 'computerUse' ? 0 : 1);
  });
});
