import { answerEvents, answerJson, type Bill, type UpstreamAnswer } from './upstream-answer.js';
import type { UpstreamRequest } from './replay-upstream.js';

/** What the provider tells of its usage, where that is not the plain truth once and at the end. */
type Report =
  /** No usage at all. */
  | 'nothing'
  /** The same usage in two events. */
  | 'twice'
  /** The usage so far with each event. */
  | 'as it goes'
  | 'zero'
  | 'negative';

export interface Spoken {
  /** Tokens of the whole answer: as many words. */
  readonly outputTokens: number;
  /** Prompt tokens that the provider reports; `none`: it reports no usage at all. */
  readonly promptTokens: number | 'none';
  readonly report?: Report;
  /** Said again and again instead of numbered words; one token, where the count matters. */
  readonly word?: string;
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
  const words = Array.from({ length: said }, (_, index) => spoken.word ?? `word${String(index)} `);
  const finish = said < spoken.outputTokens ? 'length' : 'stop';
  const envelope = { id: `chatcmpl-replay-${String((answers += 1))}`, created: 1_700_000_000, model: request.model };
  const report = reportOf(spoken, said);
  if (request.body['stream'] !== true) {
    const choice = {
      index: 0,
      message: { role: 'assistant', content: words.join('') },
      logprobs: null,
      finish_reason: finish,
    };
    const usage = report.atEnd[0];
    const whole = answerJson(200, {
      ...envelope,
      object: 'chat.completion',
      choices: [choice],
      ...(usage && { usage }),
    });
    return { ...whole, ...extrasOf(spoken, () => said) };
  }
  const event = (choices: readonly unknown[], more: object = {}): string =>
    `data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
  const delta = (content: object, word: string | null = null, usage?: object): string =>
    event([{ index: 0, delta: content, logprobs: null, finish_reason: word }], { ...(usage && { usage }) });
  const events = [
    delta({ role: 'assistant', content: '' }),
    ...words.map((word, index) => delta({ content: word }, null, report.asItGoes?.(index + 1))),
    delta({}, finish),
    ...report.atEnd.map((usage) => event([], { usage })),
    'data: [DONE]\n\n',
  ];
  return { ...answerEvents(events), ...extrasOf(spoken, (written = events.length) => wordsIn(written, said)) };
}

interface UsageReport {
  readonly atEnd: readonly object[];
  readonly asItGoes?: (said: number) => object;
}

function reportOf({ promptTokens: prompt, report }: Spoken, said: number): UsageReport {
  if (prompt === 'none') return { atEnd: [] };
  const usageOf = (input: number, output: number): object => ({
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
  });
  const usage = usageOf(prompt, said);
  if (report === undefined) return { atEnd: [usage] };
  switch (report) {
    case 'nothing':
      return { atEnd: [] };
    case 'twice':
      return { atEnd: [usage, usage] };
    case 'as it goes':
      return { atEnd: [usage], asItGoes: (so) => usageOf(prompt, so) };
    case 'zero':
      return { atEnd: [usageOf(0, 0)] };
    case 'negative':
      return { atEnd: [usageOf(prompt, -said)] };
  }
}

/** The same in Anthropic's wire. */
export function speakMessage(request: UpstreamRequest, spoken: Spoken): UpstreamAnswer {
  const limit = readLimit(request, 'max_tokens') ?? Infinity;
  const said = Math.min(limit, spoken.outputTokens);
  const words = Array.from({ length: said }, (_, index) => spoken.word ?? `word${String(index)} `);
  const stop_reason = said < spoken.outputTokens ? 'max_tokens' : 'end_turn';
  const input_tokens = spoken.promptTokens === 'none' || spoken.report === 'zero' ? 0 : spoken.promptTokens;
  /** Of an answer of so many tokens, as a member: none where it reports nothing. */
  const usage = (output: number, members: object = {}): object => {
    if (spoken.report === 'nothing') return {};
    const output_tokens = spoken.report === 'zero' ? 0 : spoken.report === 'negative' ? -output : output;
    return { usage: { ...members, output_tokens } };
  };
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
      ...answerJson(200, { ...envelope, content, stop_reason, ...usage(said, { input_tokens }) }),
      ...extrasOf(spoken, () => said),
    };
  }
  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const messageDelta = (reason: string | null, output_tokens: number): string =>
    event('message_delta', { delta: { stop_reason: reason, stop_sequence: null }, ...usage(output_tokens) });
  const events = [
    event('message_start', {
      message: { ...envelope, content: [], stop_reason: null, ...usage(1, { input_tokens }) },
    }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index: 0 }),
    ...(spoken.report === 'as it goes' ? [messageDelta(null, Math.ceil(said / 2))] : []),
    ...(spoken.report === 'twice' ? [messageDelta(stop_reason, said)] : []),
    messageDelta(stop_reason, said),
    event('message_stop', {}),
  ];
  return { ...answerEvents(events), ...extrasOf(spoken, (written = events.length) => wordsIn(written - 1, said)) };
}

/** Words among the first events of a stream, after the one that begins it. */
function wordsIn(written: number, said: number): number {
  return Math.max(0, Math.min(said, written - 1));
}

function extrasOf(
  { before, gate, cutAfter, promptTokens }: Spoken,
  output: Bill['output'],
): Pick<UpstreamAnswer, 'before' | 'gate' | 'cutAfter' | 'bill'> {
  return {
    bill: { input: promptTokens === 'none' ? 0 : promptTokens, output },
    ...(before && { before }),
    ...(gate && { gate }),
    ...(cutAfter !== undefined && { cutAfter }),
  };
}

function readLimit(request: UpstreamRequest, member: string): number | undefined {
  const value = request.body[member];
  return typeof value === 'number' ? value : undefined;
}
