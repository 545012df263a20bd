import { parseArgs, type DialectId, type Wire } from './said.js';

/** What a provider is asked. */
export interface Asked {
  /** Everything that the system and the user say. */
  readonly words: string;
  readonly tools: readonly string[];
  readonly calls: readonly { readonly id: string | undefined; readonly name: string; readonly args: unknown }[];
  /** `name`: where the dialect pairs by the function's name. */
  readonly results: readonly { readonly id: string | undefined; readonly name?: string; readonly text: string }[];
  readonly schema: unknown;
  readonly images: readonly string[];
  readonly thinks: boolean;
  readonly limit: number | undefined;
  readonly stream: boolean;
}

/** Reads what came to a provider, knowing nothing of the gateway's own decoders. `path`: the request's target. */
export const READ_ASK: Readonly<Record<DialectId, (body: Wire, path: string) => Asked>> = {
  'openai-chat': (body) => {
    const messages = body['messages'] as readonly Wire[];
    const parts = messages.flatMap(({ content }) => partsOf(content));
    const spoken = messages.filter(({ role }) => role !== 'tool');
    return {
      words: spoken
        .flatMap(({ content }) => partsOf(content))
        .map(textOf)
        .join('\n'),
      tools: listOf(body['tools']).map(({ function: { name } }) => name as string),
      calls: messages.flatMap(({ tool_calls: calls }) =>
        listOf(calls).map(({ id, function: { name, arguments: args } }) => ({ id, name, args: parseArgs(args) })),
      ),
      results: messages.flatMap(({ role, tool_call_id: id, content }) =>
        role === 'tool' ? [{ id, text: partsOf(content).map(textOf).join('') }] : [],
      ),
      schema: body['response_format']?.json_schema?.schema,
      images: parts.flatMap(({ image_url: image }) => (image === undefined ? [] : [image.url as string])),
      thinks: body['reasoning_effort'] !== undefined,
      limit: body['max_completion_tokens'] ?? body['max_tokens'],
      stream: body['stream'] === true,
    };
  },
  'openai-completions': (body) => ({
    ...NOTHING,
    words: [body['prompt']].flat().join('\n'),
    limit: body['max_tokens'],
    stream: body['stream'] === true,
  }),
  'openai-responses': (body) => {
    const items: readonly Wire[] = typeof body['input'] === 'string' ? [{ content: body['input'] }] : body['input'];
    const parts = items.flatMap(({ content }) => partsOf(content));
    return {
      words: [body['instructions'] ?? '', ...parts.map(textOf)].join('\n'),
      tools: listOf(body['tools']).map(({ name }) => name as string),
      calls: items.flatMap(({ type, call_id: id, name, arguments: args }) =>
        type === 'function_call' ? [{ id, name, args: parseArgs(args) }] : [],
      ),
      results: items.flatMap(({ type, call_id: id, output }) =>
        type === 'function_call_output' ? [{ id, text: partsOf(output).map(textOf).join('') }] : [],
      ),
      schema: body['text']?.format?.schema,
      images: parts.flatMap(({ image_url: image }) => (image === undefined ? [] : [image as string])),
      thinks: body['reasoning'] !== undefined,
      limit: body['max_output_tokens'],
      stream: body['stream'] === true,
    };
  },
  'anthropic-messages': (body) => {
    const blocks = (body['messages'] as readonly Wire[]).flatMap(({ content }) => partsOf(content));
    const own = (type: string): readonly Wire[] => blocks.filter((block) => block['type'] === type);
    return {
      words: [...partsOf(body['system']), ...own('text')].map(textOf).join('\n'),
      tools: listOf(body['tools']).map(({ name }) => name as string),
      calls: own('tool_use').map(({ id, name, input }) => ({ id, name, args: input })),
      results: own('tool_result').map(({ tool_use_id: id, content }) => ({
        id,
        text: partsOf(content).map(textOf).join(''),
      })),
      schema: (body['output_config']?.format ?? body['output_format'])?.schema,
      images: own('image').map(({ source }) => source.data as string),
      thinks: body['thinking'] !== undefined && body['thinking'].type !== 'disabled',
      limit: body['max_tokens'],
      stream: body['stream'] === true,
    };
  },
  gemini: (body, path) => {
    const parts = (body['contents'] as readonly Wire[]).flatMap((content) => listOf(content['parts']));
    const { generationConfig: config = {} } = body;
    return {
      words: [...listOf(body['systemInstruction']?.parts), ...parts].map(textOf).join('\n'),
      tools: listOf(body['tools']).flatMap((tool) =>
        listOf(tool['functionDeclarations']).map(({ name }) => name as string),
      ),
      calls: parts.flatMap(({ functionCall: call }) =>
        call === undefined ? [] : [{ id: call.id, name: call.name, args: call.args }],
      ),
      results: parts.flatMap(({ functionResponse: result }) =>
        result === undefined
          ? []
          : [{ id: result.id, name: result.name, text: Object.values(result.response as object).join('') }],
      ),
      schema: config.responseJsonSchema ?? config.responseSchema,
      images: parts.flatMap(({ inlineData: data }) => (data === undefined ? [] : [data.data as string])),
      thinks: config.thinkingConfig !== undefined,
      limit: config.maxOutputTokens,
      stream: path.includes(':streamGenerateContent'),
    };
  },
  'ollama-chat': (body) => {
    const messages = body['messages'] as readonly Wire[];
    return {
      words: messages.flatMap(({ role, content }) => (role === 'tool' ? [] : [content as string])).join('\n'),
      tools: listOf(body['tools']).map(({ function: { name } }) => name as string),
      calls: messages.flatMap(({ tool_calls: calls }) =>
        listOf(calls).map(({ id, function: { name, arguments: args } }) => ({ id, name, args })),
      ),
      results: messages.flatMap(({ role, tool_call_id: id, content }) =>
        role === 'tool' ? [{ id, text: content }] : [],
      ),
      schema: body['format'],
      images: messages.flatMap(({ images }) => (images ?? []) as readonly string[]),
      thinks: body['think'] !== undefined && body['think'] !== false,
      limit: body['options']?.num_predict,
      // it streams unless it is told not to
      stream: body['stream'] !== false,
    };
  },
};

const NOTHING = { tools: [], calls: [], results: [], schema: undefined, images: [], thinks: false } as const;

function partsOf(content: unknown): readonly Wire[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content);
}

function listOf(value: unknown): readonly Wire[] {
  return (value ?? []) as readonly Wire[];
}

function textOf({ text }: Wire): string {
  return (text as string | undefined) ?? '';
}
