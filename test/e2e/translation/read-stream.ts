import { anthropicInput, READ_ANSWER } from './read-answer.js';
import type { DialectId, Said, Wire } from './said.js';

/** Reads a streamed answer of a dialect: its pieces put together as its SDK does, and then read as a whole one. */
export function readStream(dialect: DialectId, text: string): Said {
  return READ_ANSWER[dialect](assembleStream(dialect, text));
}

/** The whole answer that a stream told. */
export function assembleStream(dialect: DialectId, text: string): Wire {
  return ASSEMBLE[dialect](payloadsOf(text));
}

/** The JSON of each event or line. */
function payloadsOf(text: string): readonly Wire[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^data: ?/, ''))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Wire);
}

const ASSEMBLE: Readonly<Record<DialectId, (events: readonly Wire[]) => Wire>> = {
  'openai-chat': (events) => {
    const message = {
      content: '',
      reasoning_content: '',
      refusal: '',
      tool_calls: [] as Wire[],
      thinking_blocks: [] as Wire[],
    };
    for (const delta of events.flatMap((event) =>
      (event['choices'] as readonly Wire[]).map(({ delta }) => delta as Wire),
    )) {
      message.content += delta['content'] ?? '';
      message.reasoning_content += delta['reasoning_content'] ?? delta['reasoning'] ?? '';
      message.refusal += delta['refusal'] ?? '';
      message.thinking_blocks.push(...((delta['thinking_blocks'] ?? []) as readonly Wire[]));
      for (const { index, id, function: spec } of (delta['tool_calls'] ?? []) as readonly Wire[]) {
        const before: Wire = message.tool_calls[index] ?? { function: { arguments: '' } };
        message.tool_calls[index] = {
          id: id ?? before['id'],
          type: 'function',
          function: {
            name: before['function'].name ?? spec?.name,
            arguments: before['function'].arguments + (spec?.arguments ?? ''),
          },
        };
      }
    }
    message.tool_calls = message.tool_calls.filter((call) => call !== undefined);
    return {
      choices: [{ message: withoutEmpty(message), finish_reason: lastOf(events, finishOf) }],
      usage: lastOf(events, usageOf),
    };
  },
  'openai-completions': (events) => ({
    choices: [
      {
        text: events.flatMap(({ choices }) => (choices as readonly Wire[]).map(({ text }) => text as string)).join(''),
        finish_reason: lastOf(events, finishOf),
      },
    ],
    usage: lastOf(events, usageOf),
  }),
  'openai-responses': (events) => {
    const end = lastOf(events, ({ type, response }) =>
      type === 'response.completed' || type === 'response.incomplete' ? (response as Wire) : undefined,
    );
    const told = (type: string, member: string): string =>
      events.flatMap((event) => (event['type'] === type ? [event[member] as string] : [])).join('');
    const texts = told('response.output_text.delta', 'delta');
    // what the end says is what was told before, or the answer is not one
    const whole = READ_ANSWER['openai-responses'](end ?? { output: [] });
    if (texts !== whole.text) throw new Error(`the deltas say ${texts}, and the end ${whole.text}`);
    return end ?? { output: [] };
  },
  'anthropic-messages': (events) => {
    const blocks: Record<string, any>[] = []; // eslint-disable-line @typescript-eslint/no-explicit-any
    let stop: unknown;
    let usage: Wire = {};
    for (const { type, index, message, content_block: block, delta, usage: more } of events) {
      if (type === 'message_start') usage = message.usage;
      if (type === 'content_block_start') blocks[index] = { ...block, json: '' };
      if (type === 'content_block_delta') grow(blocks[index] ?? {}, delta);
      if (type === 'message_delta') [stop, usage] = [delta.stop_reason, { ...usage, ...more }];
    }
    const content = blocks.map(({ json, ...block }) =>
      json === '' ? block : { ...block, input: JSON.parse(json) as unknown },
    );
    return { content, stop_reason: stop, usage: anthropicInput(usage) === undefined ? undefined : usage };
  },
  gemini: (events) => {
    const candidates = events.flatMap((event) => ((event['candidates'] ?? []) as readonly Wire[]).slice(0, 1));
    const parts = candidates.flatMap(({ content }) => (content?.parts ?? []) as readonly Wire[]);
    const finishReason = lastOf(candidates, (candidate) => candidate['finishReason'] as string | undefined);
    const promptFeedback = lastOf(events, (event) => event['promptFeedback'] as Wire | undefined);
    return {
      candidates: [{ content: { parts }, finishReason }],
      ...(promptFeedback !== undefined && { promptFeedback }),
      usageMetadata: lastOf(events, (event) => event['usageMetadata'] as Wire | undefined),
    };
  },
  'ollama-chat': (events) => {
    const sum = (member: string): string =>
      events.map(({ message }) => (message?.[member] as string | undefined) ?? '').join('');
    const calls = events.flatMap(({ message }) => (message?.tool_calls ?? []) as readonly Wire[]);
    return { ...events.at(-1), message: { content: sum('content'), thinking: sum('thinking'), tool_calls: calls } };
  },
};

function grow(block: Record<string, unknown>, delta: Wire): void {
  if (delta['type'] === 'text_delta') block['text'] = `${String(block['text'])}${String(delta['text'])}`;
  if (delta['type'] === 'thinking_delta')
    block['thinking'] = `${String(block['thinking'])}${String(delta['thinking'])}`;
  if (delta['type'] === 'signature_delta') block['signature'] = delta['signature'];
  if (delta['type'] === 'input_json_delta') block['json'] = `${String(block['json'])}${String(delta['partial_json'])}`;
}

/** SDKs have no member for what was not told. */
function withoutEmpty(message: Wire): Wire {
  return Object.fromEntries(Object.entries(message).filter(([name, value]) => name === 'content' || value.length > 0));
}

function finishOf({ choices }: Wire): unknown {
  return (choices as readonly Wire[])
    .map(({ finish_reason: finish }) => finish as unknown)
    .find((finish) => finish != null);
}

function usageOf({ usage }: Wire): Wire | undefined {
  return (usage as Wire | null) ?? undefined;
}

function lastOf<T>(events: readonly Wire[], read: (event: Wire) => T | undefined): T | undefined {
  return events.map(read).findLast((value) => value != null);
}
