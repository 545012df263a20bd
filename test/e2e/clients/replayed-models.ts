import { answerRecording, type ReplayUpstream } from '../../support/upstream/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';

/** Recordings by the name of the model that answers with them: at OpenAI's wire and at Anthropic's. */
const RECORDED = {
  'openai-chat': {
    'o-text': 'openai/text.http.json',
    'o-text-stream': 'openai/text-stream.http.json',
    'o-usage-stream': 'openai/stream-usage.http.json',
    'o-tools': 'openai/tools.http.json',
    'o-tools-stream': 'openai/tools-parallel-stream.http.json',
    'o-chain': 'openai/tools-chain.http.json',
    'o-vision': 'openai/vision-url.http.json',
    'o-bad': 'openai/error-chat-bad-request.http.json',
    'o-reasoning': 'deepseek/reasoning.http.json',
  },
  'anthropic-messages': {
    'a-text': 'messages/text.http.json',
    'a-text-stream': 'messages/text-stream.http.json',
    'a-tools': 'messages/tools-parallel.http.json',
    'a-tools-stream': 'messages/tools-parallel-stream-cache.http.json',
    'a-reasoning': 'messages/reasoning-signature-replay.http.json',
    'a-reasoning-stream': 'messages/reasoning-tools-stream.http.json',
    'a-cache': 'messages/cache-write-then-read.http.json',
    'a-bad': 'errors/validation-400.http.json',
  },
} as const;

/** The same at OpenAI's Responses API. */
const RESPONSES: Readonly<Record<string, string>> = {
  'o-text': 'openai/text.http.json',
  'o-text-stream': 'openai/text-stream.http.json',
};

/** Lets the provider answer each of those models with its recording, the same number of exchange as the call has. */
export function replayRecordings(upstream: ReplayUpstream): void {
  for (const format of ['openai-chat', 'anthropic-messages'] as const) {
    for (const [model, file] of Object.entries(RECORDED[format])) {
      upstream.on(model, ({ path, body }) => {
        if (!path.endsWith('/responses')) return answerRecording(format, file, turnOf(body));
        return answerRecording('openai-responses', RESPONSES[model] ?? `none of responses for ${model}`);
      });
    }
  }
}

/** Which exchange of a conversation this is: one more for each answer of the model that it holds. */
function turnOf(body: Readonly<Record<string, unknown>>): number {
  const messages = body['messages'] as readonly { readonly role: string }[];
  return messages.filter(({ role }) => role === 'assistant').length;
}

/** A config in which every model of the provider is there: `openai/*`, `anthropic/*`, and one with a price. */
export function replayConfig(upstreamUrl: string): object {
  return buildConfig([
    buildModel({
      name: 'priced',
      model: 'openai/priced',
      apiBase: `${upstreamUrl}/v1`,
      inputCost: 0.001,
      outputCost: 0.002,
    }),
    buildModel({ name: 'openai/*', model: 'openai/*', apiBase: `${upstreamUrl}/v1` }),
    buildModel({ name: 'anthropic/*', model: 'anthropic/*', apiBase: upstreamUrl }),
    buildModel({ name: 'mock/*', model: 'mock/*', apiBase: 'http://mock.invalid/v1' }),
  ]);
}
