import { answerEvents, answerJson, type UpstreamAnswer } from './upstream-answer.js';
import type { UpstreamRequest } from './replay-upstream.js';

export interface Spoken {
  /** Tokens of the whole answer. The words are counted: one token each. */
  readonly outputTokens: number;
  /** Prompt tokens that the provider reports; `none`: it reports no usage at all. */
  readonly promptTokens: number | 'none';
  /** It goes on past the output limit. */
  readonly deaf?: boolean;
  readonly before?: Promise<unknown>;
  /** Awaited before each event of a stream. */
  readonly gate?: (index: number) => Promise<unknown> | undefined;
  readonly cutAfter?: number;
}

let answers = 0;

/** An answer of a chosen size in OpenAI's wire, within the output limit of the request: what does not fit ends with `length`. */
export function speakChat(request: UpstreamRequest, spoken: Spoken): UpstreamAnswer {
  const limit = readLimit(request, 'max_completion_tokens') ?? readLimit(request, 'max_tokens') ?? Infinity;
  const said = spoken.deaf === true ? spoken.outputTokens : Math.min(limit, spoken.outputTokens);
  const words = Array.from({ length: said }, (_, index) => `word${String(index)} `);
  const finish = said < spoken.outputTokens ? 'length' : 'stop';
  const envelope = { id: `chatcmpl-replay-${String((answers += 1))}`, created: 1_700_000_000, model: request.model };
  const prompt = spoken.promptTokens;
  const usage =
    prompt === 'none' ? undefined : { prompt_tokens: prompt, completion_tokens: said, total_tokens: prompt + said };
  if (request.body['stream'] !== true) {
    const choice = {
      index: 0,
      message: { role: 'assistant', content: words.join('') },
      logprobs: null,
      finish_reason: finish,
    };
    const whole = answerJson(200, {
      ...envelope,
      object: 'chat.completion',
      choices: [choice],
      ...(usage && { usage }),
    });
    return { ...whole, ...faultsOf(spoken) };
  }
  const event = (choices: readonly unknown[], more: object = {}): string =>
    `data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
  const delta = (content: object, word: string | null = null): string =>
    event([{ index: 0, delta: content, logprobs: null, finish_reason: word }]);
  const events = [
    delta({ role: 'assistant', content: '' }),
    ...words.map((word) => delta({ content: word })),
    delta({}, finish),
    ...(usage === undefined ? [] : [event([], { usage })]),
    'data: [DONE]\n\n',
  ];
  return { ...answerEvents(events), ...faultsOf(spoken) };
}

/** The same in Anthropic's wire. */
export function speakMessage(request: UpstreamRequest, spoken: Spoken): UpstreamAnswer {
  const limit = readLimit(request, 'max_tokens') ?? Infinity;
  const said = Math.min(limit, spoken.outputTokens);
  const words = Array.from({ length: said }, (_, index) => `word${String(index)} `);
  const stop_reason = said < spoken.outputTokens ? 'max_tokens' : 'end_turn';
  const input_tokens = spoken.promptTokens === 'none' ? 0 : spoken.promptTokens;
  const envelope = {
    id: `msg_replay_${String((answers += 1))}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    stop_sequence: null,
  };
  if (request.body['stream'] !== true) {
    const content = [{ type: 'text', text: words.join('') }];
    return {
      ...answerJson(200, { ...envelope, content, stop_reason, usage: { input_tokens, output_tokens: said } }),
      ...faultsOf(spoken),
    };
  }
  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const events = [
    event('message_start', {
      message: { ...envelope, content: [], stop_reason: null, usage: { input_tokens, output_tokens: 1 } },
    }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: said } }),
    event('message_stop', {}),
  ];
  return { ...answerEvents(events), ...faultsOf(spoken) };
}

function faultsOf({ before, gate, cutAfter }: Spoken): Pick<UpstreamAnswer, 'before' | 'gate' | 'cutAfter'> {
  return { ...(before && { before }), ...(gate && { gate }), ...(cutAfter !== undefined && { cutAfter }) };
}

function readLimit(request: UpstreamRequest, member: string): number | undefined {
  const value = request.body[member];
  return typeof value === 'number' ? value : undefined;
}
