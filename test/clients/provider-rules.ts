import { answerJson, type ReplayUpstream, speakChat, type UpstreamAnswer } from '../support/upstream/index.js';

const WORDS = { outputTokens: 5, promptTokens: 10 } as const;
/** What `speakChat` says in so many words. */
export const SAID = Array.from({ length: WORDS.outputTokens }, (_, index) => `word${String(index)} `).join('');
/** Exact in single precision, as base64 carries it. */
export const VECTOR = [0.5, -0.25, 0.125];

/** A provider of OpenAI's wire that serves what the founding pages' samples call. */
export function serveFoundingPages(upstream: ReplayUpstream): void {
  upstream.on('gpt-4o', (request) => {
    if (request.path.endsWith('/responses')) return answerResponse(request.model);
    return speakChat(request, WORDS);
  });
  upstream.on('gpt-4o-tools', callTool('weather', { city: 'Paris' }));
  upstream.on('gpt-4o-agent', ({ text }) =>
    text.includes('paid 5 cents')
      ? callTool('final_answer', { answer: 'The toll of 5 cents is paid.' })
      : callTool('toll', { cents: 5 }),
  );
  upstream.on('text-embedding-3-small', ({ body }) => {
    const inputs = Array.isArray(body['input']) ? body['input'] : [body['input']];
    const isOne = typeof inputs[0] === 'number';
    const base64 = Buffer.from(Float32Array.from(VECTOR).buffer).toString('base64');
    const embedding = body['encoding_format'] === 'base64' ? base64 : VECTOR;
    const data = (isOne ? [inputs] : inputs).map((_, index) => ({ object: 'embedding', index, embedding }));
    const usage = { prompt_tokens: 3, total_tokens: 3 };
    return answerJson(200, { object: 'list', data, model: 'text-embedding-3-small', usage });
  });
  upstream.on(
    'omni-moderation-latest',
    answerJson(200, {
      id: 'modr-1',
      model: 'omni-moderation-latest',
      results: [{ flagged: false, categories: { violence: false }, category_scores: { violence: 0.01 } }],
    }),
  );
}

function callTool(name: string, args: object): UpstreamAnswer {
  const call = { id: `call_${name}`, type: 'function', function: { name, arguments: JSON.stringify(args) } };
  const message = { role: 'assistant', content: null, tool_calls: [call] };
  return answerJson(200, {
    id: 'chatcmpl-tool',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o',
    choices: [{ index: 0, message, finish_reason: 'tool_calls', logprobs: null }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });
}

function answerResponse(model: string): UpstreamAnswer {
  const content = [{ type: 'output_text', text: SAID, annotations: [] }];
  return answerJson(200, {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status: 'completed',
    model,
    output: [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }],
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 15,
    },
  });
}
