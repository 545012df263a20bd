import { type Content, type GenerateContentConfig, GoogleGenAI, type Part, Type } from '@google/genai';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import type { Gateway } from '../../support/gateway/index.js';
import { answerRecording, type ReplayUpstream, type UpstreamRequest } from '../../support/upstream/index.js';

/** Recordings by the name of the model that answers with them. */
const RECORDED = {
  gemini: {
    'g-text': 'generate/text.http.json',
    'g-text-stream': 'generate/usage-thoughts-stream.http.json',
    'g-tools': 'generate/tools-parallel.http.json',
    'g-tools-stream': 'generate/tools-parallel-stream.http.json',
    'g-signed': 'generate/tools-thought-signature.http.json',
    'g-chain-stream': 'generate/tools-stream-multiturn.http.json',
    'g-thoughts-stream': 'generate/reasoning-stream.http.json',
    'g-structured': 'generate/structured.http.json',
    'g-vision': 'generate/vision-inline.http.json',
    'g-length-stream': 'generate/max-tokens-stream.http.json',
    'g-bad-key': 'errors/invalid-key.http.json',
    'g-full': 'errors/oversize-429.http.json',
  },
  'openai-chat': {
    'o-text': 'openai/text.http.json',
    'o-usage-stream': 'openai/stream-usage.http.json',
    'o-tools-stream': 'openai/tools-parallel-stream.http.json',
    'o-bad': 'openai/error-chat-bad-request.http.json',
  },
  'anthropic-messages': { 'a-reasoning': 'messages/reasoning-signature-replay.http.json' },
} as const;

/** Lets the provider answer each of those models with its recording, the same number of exchange as the call has. */
export function replayGoogle(upstream: ReplayUpstream): void {
  for (const [format, models] of Object.entries(RECORDED))
    for (const [model, file] of Object.entries(models))
      upstream.on(model, (request) => answerRecording(format, file, turnOf(request)));
}

/** Which exchange of a conversation this is: one more for each answer of the model that it holds. */
function turnOf({ body }: UpstreamRequest): number {
  const turns = (body['contents'] ?? body['messages']) as readonly { readonly role?: string }[];
  return turns.filter(({ role }) => role === 'model' || role === 'assistant').length;
}

/** A config in which every model of the providers is there, and one with a price. */
export function googleConfig(upstreamUrl: string): object {
  return buildConfig([
    buildModel({ name: 'gemini/*', model: 'gemini/*', apiBase: upstreamUrl }),
    buildModel({ name: 'openai/*', model: 'openai/*', apiBase: `${upstreamUrl}/v1` }),
    buildModel({ name: 'anthropic/*', model: 'anthropic/*', apiBase: upstreamUrl }),
    buildModel({
      name: 'priced',
      model: 'gemini/g-text',
      apiBase: upstreamUrl,
      inputCost: 0.000001,
      outputCost: 0.000002,
      info: { max_output_tokens: 1000 },
    }),
  ]);
}

/** Two functions that the recordings call in parallel. */
const functionDeclarations = ['add', 'multiply'].map((name) => ({
  name,
  description: 'Two numbers',
  parameters: {
    type: Type.OBJECT,
    properties: { a: { type: Type.INTEGER }, b: { type: Type.INTEGER } },
    required: ['a', 'b'],
  },
}));

export const HELLO: Content[] = [{ role: 'user', parts: [{ text: 'Hello!' }] }];

/** Google's SDK at the gateway. Its own fetch looks for a dispatcher in Node's globals, which the tests' realm has not. */
export function connectGoogle(gateway: Gateway, apiKey = gateway.masterKey): GoogleGenAI {
  return new GoogleGenAI({ apiKey, httpOptions: { baseUrl: gateway.url, fetch } });
}

/** The parts of a stream with tools as a chat keeps them, without those that say nothing. */
export async function streamParts(client: GoogleGenAI, model: string, contents: Content[]): Promise<Part[]> {
  const config: GenerateContentConfig = { tools: [{ functionDeclarations }] };
  const parts: Part[] = [];
  for await (const event of await client.models.generateContentStream({ model, contents, config }))
    parts.push(...(event.candidates?.[0]?.content?.parts ?? []));
  return parts.filter(({ text, thoughtSignature }) => text !== '' || thoughtSignature !== undefined);
}

/** What the recordings call in parallel, by name and arguments. */
export const PARALLEL_CALLS = [
  ['add', { a: 2, b: 3 }],
  ['multiply', { a: 2, b: 3 }],
];
