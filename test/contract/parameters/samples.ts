import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { ClientFormat } from '@tollgate/formats';
import {
  anthropicMessagesClient,
  geminiClient,
  openaiChatClient,
  openaiCompletionsClient,
  openaiResponsesClient,
} from '@tollgate/formats';
import { ANTHROPIC_CONTENT, ANTHROPIC_MEMBERS, ANTHROPIC_TOOLS } from '../request-fields/anthropic-rows.js';
import { MARKER } from '../request-fields/cost.js';
import { GEMINI_MEMBERS, GEMINI_TOOLS, geminiValue, OF_THE_REQUEST } from '../request-fields/gemini-rows.js';
import {
  OPENAI_CONTENT,
  OPENAI_MEMBERS,
  OPENAI_RESPONSE_FORMATS,
  OPENAI_TOOLS,
} from '../request-fields/openai-rows.js';
import {
  RESPONSES_FORMATS,
  RESPONSES_ITEMS,
  RESPONSES_MEMBERS,
  RESPONSES_TOOLS,
} from '../request-fields/responses-rows.js';
import { COMPLETIONS_PARAMETERS } from './completions-parameters.js';

/** Something that a client can ask for, and by which member it would be told of it. */
export interface Sample {
  readonly what: string;
  /** The member that holds it, as the client's dialect or OpenAI's chat completions name it. */
  readonly names: readonly string[];
  readonly body: JsonObject;
  /** What has to stand beside it, with it and without it. */
  readonly beside?: JsonObject;
}

export interface ClientSamples {
  readonly client: ClientFormat;
  readonly base: JsonObject;
  readonly samples: readonly Sample[];
}

const chatMessages: JsonValue = [{ role: 'user', content: 'x' }];
const chatTool: JsonObject = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } };
const responsesTool: JsonObject = { type: 'function', name: 'f', parameters: { type: 'object' } };
const messagesTool: JsonObject = { name: 'f', input_schema: { type: 'object' } };

/** Values that ask for what nobody does unasked, where a row's own would ask for nothing. */
const ASKING: Readonly<Record<string, JsonValue>> = {
  parallel_tool_calls: false,
  tool_choice: 'required',
  temperature: 0.5,
  top_p: 0.5,
  user: MARKER,
};
const GEMINI_ASKING: Readonly<Record<string, JsonValue>> = {
  candidateCount: 2,
  toolConfig: { functionCallingConfig: { mode: 'ANY' } },
};
const OF_TOOLS = new Set(['tool_choice', 'parallel_tool_calls']);

/** OpenAI's names for what a dialect calls otherwise. */
const OPENAI_NAMES: Readonly<Record<string, readonly string[]>> = {
  stop_sequences: ['stop'],
  stopSequences: ['stop'],
  output_config: ['reasoning_effort', 'response_format'],
  output_format: ['response_format'],
  thinking: ['reasoning_effort'],
  thinkingConfig: ['thinking', 'reasoning_effort'],
  reasoning: ['reasoning_effort', 'thinking'],
  text: ['response_format', 'verbosity'],
  candidateCount: ['n'],
  responseLogprobs: ['logprobs'],
  presencePenalty: ['presence_penalty'],
  frequencyPenalty: ['frequency_penalty'],
  topK: ['top_k'],
  serviceTier: ['service_tier'],
  responseMimeType: ['response_format'],
  responseSchema: ['response_format'],
  responseJsonSchema: ['response_format'],
  responseModalities: ['modalities'],
  toolConfig: ['tool_choice'],
  systemInstruction: ['messages'],
};
/** A user's id stands in it. */
const METADATA_NAMES = ['metadata', 'user'];
/** Under which a provider's own seal of what it thought is told to be left out. */
const THOUGHT_NAMES = ['reasoning', 'thinking', 'thinking_blocks', 'messages'];

/** Every known field of every dialect that clients speak (the vendors' published schemas, see request-fields). */
export const CLIENT_SAMPLES: readonly ClientSamples[] = [
  {
    client: openaiChatClient,
    base: { model: 'm', messages: chatMessages, max_tokens: 9000 },
    samples: [
      ...members(OPENAI_MEMBERS, chatTool),
      ...entries(OPENAI_TOOLS).map(([type, [tool]]) => oneTool(type, { type, ...tool })),
      ...['web_search', 'web_search_preview'].map((type) => oneTool(type, { type })),
      ...entries(OPENAI_CONTENT).map(([type, [part]]): Sample => ({
        what: `content ${type}`,
        names: ['messages'],
        body: { messages: [{ role: type === 'refusal' ? 'assistant' : 'user', content: [{ type, ...part }] }] },
      })),
      ...entries(OPENAI_RESPONSE_FORMATS).map(([type, [format]]): Sample => ({
        what: `response_format ${type}`,
        names: ['response_format'],
        body: { response_format: { type, ...format } },
      })),
    ],
  },
  {
    client: openaiResponsesClient,
    base: { model: 'm', input: 'x', max_output_tokens: 9000 },
    samples: [
      ...members(RESPONSES_MEMBERS, responsesTool),
      ...entries(RESPONSES_TOOLS).map(([type, [tool]]) => oneTool(type, { type, ...tool })),
      ...entries(RESPONSES_ITEMS).map(([type, [item]]): Sample => ({
        what: `item ${type}`,
        names: [type, 'input', ...(type === 'reasoning' ? THOUGHT_NAMES : [])],
        body: {
          input: [
            { role: 'user', content: 'x' },
            { type, ...item },
          ],
        },
      })),
      ...entries(RESPONSES_FORMATS).map(([type, [format]]): Sample => ({
        what: `text.format ${type}`,
        names: ['text', 'response_format'],
        body: { text: { format: { type, ...format } } },
      })),
    ],
  },
  {
    client: anthropicMessagesClient,
    base: { model: 'm', max_tokens: 9000, messages: chatMessages },
    samples: [
      ...entries(ANTHROPIC_MEMBERS).map(([name, [value]]): Sample => ({
        what: name,
        names: name === 'metadata' ? METADATA_NAMES : namesOf(name),
        body: { [name]: name === 'tool_choice' ? { type: 'any' } : value },
        ...(name === 'tool_choice' && { beside: { tools: [messagesTool] } }),
      })),
      ...Object.keys(ANTHROPIC_TOOLS).map((type) =>
        oneTool(type, { type, name: 'n', ...(type === 'custom' && { input_schema: {} }) }),
      ),
      ...entries(ANTHROPIC_CONTENT).map(([type, [block, , role = 'user']]): Sample => ({
        what: `content ${type}`,
        names: [type, ...(type.endsWith('thinking') ? THOUGHT_NAMES : ['messages'])],
        body: { messages: [{ role, content: [{ type, ...block }] }] },
      })),
    ],
  },
  {
    client: geminiClient,
    base: { contents: [{ role: 'user', parts: [{ text: 'x' }] }] },
    samples: [
      ...GEMINI_MEMBERS.map(geminiMember),
      ...GEMINI_TOOLS.map((name): Sample => ({
        what: `tool ${name}`,
        names: ['tools'],
        body: { tools: [{ [name]: {} }] },
      })),
    ],
  },
  {
    client: openaiCompletionsClient,
    base: { model: 'm', prompt: 'x', max_tokens: 9000 },
    samples: entries(COMPLETIONS_PARAMETERS).map(([name, { value }]): Sample => ({
      what: name,
      names: namesOf(name),
      body: { [name]: value },
    })),
  },
];

function members(rows: Readonly<Record<string, readonly [JsonValue, unknown]>>, tool: JsonObject): readonly Sample[] {
  return entries(rows).map(([name, [value]]) => ({
    what: name,
    names: namesOf(name),
    body: { [name]: ASKING[name] ?? value },
    ...(OF_TOOLS.has(name) && { beside: { tools: [tool, { ...tool, name: 'g' }] } }),
    ...(name === 'top_logprobs' && { beside: { logprobs: true } }),
    ...(name === 'stream_options' && { beside: { stream: true } }),
  }));
}

function oneTool(type: string, tool: JsonObject): Sample {
  return { what: `tool ${type}`, names: ['tools'], body: { tools: [tool] } };
}

function geminiMember(name: string): Sample {
  const mime = name.endsWith('Schema') ? { responseMimeType: 'application/json' } : {};
  const logprobs = name === 'logprobs' ? { responseLogprobs: true } : {};
  const value = GEMINI_ASKING[name] ?? geminiValue(name);
  return {
    what: name,
    names: [...namesOf(name), 'generationConfig'],
    body: OF_THE_REQUEST.has(name) ? { [name]: value } : { generationConfig: { [name]: value, ...mime, ...logprobs } },
    ...(name === 'toolConfig' && { beside: { tools: [{ functionDeclarations: [{ name: 'f' }] }] } }),
  };
}

function namesOf(name: string): readonly string[] {
  return [name, ...(OPENAI_NAMES[name] ?? [])];
}

function entries<T>(rows: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(rows);
}
