import { answerEvents, answerJson, type UpstreamAnswer } from './upstream-answer.js';
import type { UpstreamRequest } from './replay-upstream.js';

export interface SpokenResponse {
  /** Tokens of the whole answer: as many words. */
  readonly outputTokens: number;
  readonly promptTokens: number;
  /** Events after which the connection breaks. */
  readonly cutAfter?: number;
  /** Awaited before each event of a stream. */
  readonly gate?: (index: number) => Promise<unknown> | undefined;
  /** Members of the response other than the usual ones. */
  readonly response?: object;
}

const CREATED = 1_700_000_000;
const ITEM = { item_id: 'msg_replay', output_index: 0 };

/** An answer of a chosen size in the wire of OpenAI's Responses API. */
export function speakResponse(
  request: Pick<UpstreamRequest, 'body' | 'model'>,
  spoken: SpokenResponse,
): UpstreamAnswer {
  const { outputTokens: output, promptTokens: input, cutAfter, gate } = spoken;
  const words = Array.from({ length: output }, (_, index) => `word${String(index)} `);
  const text = words.join('');
  const part = { type: 'output_text', text, annotations: [], logprobs: [] };
  const message = { id: 'msg_replay', type: 'message', status: 'completed', role: 'assistant', content: [part] };
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
  const response = (status: string, more: object): object => ({
    id: 'resp_replay',
    object: 'response',
    created_at: CREATED,
    status,
    error: null,
    incomplete_details: null,
    model: request.model,
    output: [],
    usage: null,
    ...spoken.response,
    ...more,
  });
  const whole = response('completed', { output: [message], usage });
  if (request.body['stream'] !== true) return answerJson(200, whole);
  const told: readonly (readonly [type: string, data: object])[] = [
    ['response.created', { response: response('in_progress', {}) }],
    ['response.output_item.added', { output_index: 0, item: { ...message, status: 'in_progress', content: [] } }],
    ['response.content_part.added', { ...ITEM, content_index: 0, part: { ...part, text: '' } }],
    ...words.map((delta) => ['response.output_text.delta', { ...ITEM, content_index: 0, delta }] as const),
    ['response.output_text.done', { ...ITEM, content_index: 0, text }],
    ['response.content_part.done', { ...ITEM, content_index: 0, part }],
    ['response.output_item.done', { output_index: 0, item: message }],
    ['response.completed', { response: whole }],
  ];
  const events = told.map(
    ([type, data], sequence) =>
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence, ...data })}\n\n`,
  );
  return { ...answerEvents(events), ...(cutAfter !== undefined && { cutAfter }), ...(gate !== undefined && { gate }) };
}
