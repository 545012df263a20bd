import { answerJson, speakResponse, type UpstreamAnswer, type UpstreamRequest } from '../../support/upstream/index.js';

/** Tokens of every answer: at a price of 1,000 nano-dollars each they cost what the chats here cost. */
const TOKENS = 3;

/** What a provider answers on a path that is no chat's; undefined on a chat's. */
export function answerOperation(request: UpstreamRequest): UpstreamAnswer | undefined {
  const { path } = request;
  if (path.endsWith('/responses')) return speakResponse(request, { outputTokens: 2, promptTokens: 1 });
  if (path.endsWith('/embeddings')) {
    const data = [{ object: 'embedding', index: 0, embedding: [0.5] }];
    return answerJson(200, {
      object: 'list',
      data,
      model: 'm',
      usage: { prompt_tokens: TOKENS, total_tokens: TOKENS },
    });
  }
  if (path.endsWith('/moderations'))
    return answerJson(200, {
      id: 'modr-1',
      model: 'm',
      results: [{ flagged: false, categories: {}, category_scores: {} }],
    });
  if (path.includes('/audio/')) return answerAudio(path);
  if (path.includes('/images/')) {
    const usage = { input_tokens: 1, output_tokens: 2, total_tokens: TOKENS };
    return answerJson(200, { created: 1, data: [{ b64_json: 'AA==' }], usage });
  }
  return path.endsWith('/count_tokens') ? answerJson(200, { input_tokens: TOKENS }) : undefined;
}

function answerAudio(path: string): UpstreamAnswer {
  if (path.endsWith('/speech')) return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: 'ID3 audio' };
  return answerJson(200, {
    text: 'abc',
    usage: { type: 'tokens', input_tokens: 1, output_tokens: 2, total_tokens: TOKENS },
  });
}
