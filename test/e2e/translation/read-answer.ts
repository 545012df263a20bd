import { type Call, type DialectId, NOTHING, parseArgs, type Said, type Wire } from './said.js';

/** Reads a whole answer of a dialect, knowing nothing of the gateway's own decoders. */
export const READ_ANSWER: Readonly<Record<DialectId, (body: Wire) => Said>> = {
  'openai-chat': ({ choices, usage }) => {
    const { message, finish_reason: finish } = choices[0];
    return {
      text: contentText(message.content),
      reasoning: message.reasoning_content ?? message.reasoning ?? '',
      refusal: message.refusal ?? '',
      calls: (message.tool_calls ?? []).map(chatCall),
      finish: message.refusal ? 'refusal' : FINISHES[finish as string],
      input: usage?.prompt_tokens,
      output: usage?.completion_tokens,
    };
  },
  'openai-completions': ({ choices, usage }) => ({
    ...NOTHING,
    text: choices[0].text,
    finish: FINISHES[choices[0].finish_reason as string],
    input: usage?.prompt_tokens,
    output: usage?.completion_tokens,
  }),
  'openai-responses': ({ output, status, incomplete_details: incomplete, usage }) => {
    const items = output as readonly Wire[];
    const parts = items.flatMap(({ type, content }) => (type === 'message' ? (content as readonly Wire[]) : []));
    const calls = items.flatMap(({ type, ...item }) =>
      type === 'function_call' ? [{ id: item['call_id'], name: item['name'], args: parseArgs(item['arguments']) }] : [],
    );
    const refusal = joined(parts, 'refusal');
    return {
      text: parts.map(({ text }) => (text as string | undefined) ?? '').join(''),
      reasoning: items
        .flatMap(({ summary }) => (summary as readonly Wire[] | undefined) ?? [])
        .map(({ text }) => text)
        .join('\n\n'),
      refusal,
      calls,
      finish:
        status === 'incomplete'
          ? FINISHES[incomplete.reason as string]
          : refusal !== ''
            ? 'refusal'
            : calls.length > 0
              ? 'tools'
              : 'stop',
      input: usage?.input_tokens,
      output: usage?.output_tokens,
    };
  },
  'anthropic-messages': ({ content, stop_reason: stop, usage }) => {
    const blocks = content as readonly Wire[];
    return {
      text: joined(blocks, 'text'),
      reasoning: joined(blocks, 'thinking'),
      refusal: '',
      calls: blocks.flatMap(({ type, id, name, input }) => (type === 'tool_use' ? [{ id, name, args: input }] : [])),
      finish: FINISHES[stop as string],
      input: anthropicInput(usage),
      output: usage?.output_tokens,
    };
  },
  gemini: ({ candidates, promptFeedback, usageMetadata: usage }) => {
    const parts: readonly Wire[] = candidates?.[0]?.content?.parts ?? [];
    const calls = parts.flatMap(({ functionCall: call }) =>
      call === undefined ? [] : [{ id: call.id, name: call.name, args: call.args ?? {} }],
    );
    const finish =
      FINISHES[(promptFeedback?.blockReason === undefined ? candidates?.[0]?.finishReason : 'SAFETY') as string];
    return {
      text: joined(
        parts.filter(({ thought }) => thought !== true),
        'text',
      ),
      reasoning: joined(
        parts.filter(({ thought }) => thought === true),
        'text',
      ),
      refusal: '',
      calls,
      finish: finish === 'stop' && calls.length > 0 ? 'tools' : finish,
      input: usage?.promptTokenCount,
      output: usage && (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
    };
  },
  'ollama-chat': ({ message, done_reason: done, prompt_eval_count: input, eval_count: output }) => {
    const calls = ((message.tool_calls ?? []) as readonly Wire[]).map(
      ({ id, function: { name, arguments: args } }) => ({ id, name, args }),
    );
    return {
      text: message.content ?? '',
      reasoning: message.thinking ?? '',
      refusal: '',
      calls,
      finish: done === 'stop' && calls.length > 0 ? 'tools' : FINISHES[done as string],
      input,
      output,
    };
  },
};

/** Every dialect's word for how an answer ended. */
const FINISHES: Readonly<Record<string, Said['finish']>> = {
  stop: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  STOP: 'stop',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  MAX_TOKENS: 'length',
  tool_calls: 'tools',
  tool_use: 'tools',
  content_filter: 'refusal',
  refusal: 'refusal',
  SAFETY: 'refusal',
};

export function anthropicInput(usage: Wire | undefined): number | undefined {
  if (usage === undefined) return undefined;
  return usage['input_tokens'] + (usage['cache_read_input_tokens'] ?? 0) + (usage['cache_creation_input_tokens'] ?? 0);
}

function chatCall({ id, function: { name, arguments: args } }: Wire): Call {
  return { id, name, args: parseArgs(args) };
}

function contentText(content: unknown): string {
  return Array.isArray(content) ? joined(content as readonly Wire[], 'text') : ((content as string | null) ?? '');
}

function joined(parts: readonly Wire[], member: string): string {
  return parts.map((part) => (part[member] as string | undefined) ?? '').join('');
}
