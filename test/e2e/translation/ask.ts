import type { DialectId } from './said.js';

export type ClientId = Exclude<DialectId, 'ollama-chat'>;
export const ASPECTS = [
  'text',
  'tools',
  'parallel-tools',
  'multi-turn-tools',
  'structured-output',
  'reasoning',
  'image-input',
  'refusal',
  'length-stop',
  'error',
] as const;
export type Aspect = (typeof ASPECTS)[number];

export const SYSTEM = 'Be brief.';
export const QUESTION = 'What is the weather in Paris?';
export const TOOL = 'get_weather';
const ARGS = { city: 'Paris' };
export const RESULT = '18 degrees';
export const LIMIT = 100;
export const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
/** A picture of one pixel. */
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const CALL_ID = 'toolu_1';

export interface Ask {
  readonly route: string;
  readonly body: object;
}

/** The same question in each dialect: its route and its body. Undefined where the dialect has no words for the aspect. */
export function askIn(client: ClientId, aspect: Aspect, model: string, stream: boolean): Ask | undefined {
  const body = BODIES[client](aspect, stream);
  if (body === undefined) return undefined;
  const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  const route = client === 'gemini' ? `POST /v1beta/models/${model}:${method}` : `POST ${ROUTES[client]}`;
  return { route, body: client === 'gemini' ? body : { model, ...body, ...(stream && { stream }) } };
}

const ROUTES: Readonly<Record<Exclude<ClientId, 'gemini'>, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-completions': '/v1/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

const usesTools = (aspect: Aspect): boolean => aspect.endsWith('tools');

const BODIES: Readonly<Record<ClientId, (aspect: Aspect, stream: boolean) => object | undefined>> = {
  'openai-chat': (aspect, stream) => ({
    messages: [
      { role: 'system', content: SYSTEM },
      {
        role: 'user',
        content:
          aspect === 'image-input'
            ? [
                { type: 'text', text: QUESTION },
                { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } },
              ]
            : QUESTION,
      },
      ...(aspect === 'multi-turn-tools'
        ? [
            {
              role: 'assistant',
              content: null,
              tool_calls: [
                { id: CALL_ID, type: 'function', function: { name: TOOL, arguments: JSON.stringify(ARGS) } },
              ],
            },
            { role: 'tool', tool_call_id: CALL_ID, content: RESULT },
          ]
        : []),
    ],
    ...(usesTools(aspect) && { tools: [{ type: 'function', function: { name: TOOL, parameters: SCHEMA } }] }),
    ...(aspect === 'structured-output' && {
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema: SCHEMA, strict: true } },
    }),
    ...(aspect === 'reasoning' && { reasoning_effort: 'low' }),
    ...(aspect === 'length-stop' && { max_tokens: LIMIT }),
    ...(stream && { stream_options: { include_usage: true } }),
  }),
  'openai-completions': (aspect, stream) =>
    SAID_IN_PLAIN_TEXT.has(aspect)
      ? {
          prompt: `${SYSTEM} ${QUESTION}`,
          ...(aspect === 'length-stop' && { max_tokens: LIMIT }),
          ...(stream && { stream_options: { include_usage: true } }),
        }
      : undefined,
  'openai-responses': (aspect) => ({
    instructions: SYSTEM,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: QUESTION },
          ...(aspect === 'image-input' ? [{ type: 'input_image', image_url: `data:image/png;base64,${PNG}` }] : []),
        ],
      },
      ...(aspect === 'multi-turn-tools'
        ? [
            { type: 'function_call', call_id: CALL_ID, name: TOOL, arguments: JSON.stringify(ARGS) },
            { type: 'function_call_output', call_id: CALL_ID, output: RESULT },
          ]
        : []),
    ],
    ...(usesTools(aspect) && { tools: [{ type: 'function', name: TOOL, parameters: SCHEMA, strict: true }] }),
    ...(aspect === 'structured-output' && {
      text: { format: { type: 'json_schema', name: 'place', schema: SCHEMA, strict: true } },
    }),
    ...(aspect === 'reasoning' && { reasoning: { effort: 'low', summary: 'auto' } }),
    ...(aspect === 'length-stop' && { max_output_tokens: LIMIT }),
  }),
  'anthropic-messages': (aspect) => ({
    max_tokens: aspect === 'length-stop' ? LIMIT : 4_096,
    system: SYSTEM,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: QUESTION },
          ...(aspect === 'image-input'
            ? [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } }]
            : []),
        ],
      },
      ...(aspect === 'multi-turn-tools'
        ? [
            { role: 'assistant', content: [{ type: 'tool_use', id: CALL_ID, name: TOOL, input: ARGS }] },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: CALL_ID, content: RESULT }] },
          ]
        : []),
    ],
    ...(usesTools(aspect) && { tools: [{ name: TOOL, input_schema: SCHEMA }] }),
    ...(aspect === 'structured-output' && { output_config: { format: { type: 'json_schema', schema: SCHEMA } } }),
    ...(aspect === 'reasoning' && { thinking: { type: 'enabled', budget_tokens: 1_024 } }),
  }),
  gemini: (aspect) => ({
    systemInstruction: { parts: [{ text: SYSTEM }] },
    contents: [
      {
        role: 'user',
        parts: [
          { text: QUESTION },
          ...(aspect === 'image-input' ? [{ inlineData: { mimeType: 'image/png', data: PNG } }] : []),
        ],
      },
      ...(aspect === 'multi-turn-tools'
        ? [
            { role: 'model', parts: [{ functionCall: { name: TOOL, args: ARGS } }] },
            { role: 'user', parts: [{ functionResponse: { name: TOOL, response: { output: RESULT } } }] },
          ]
        : []),
    ],
    ...(usesTools(aspect) && { tools: [{ functionDeclarations: [{ name: TOOL, parametersJsonSchema: SCHEMA }] }] }),
    generationConfig: {
      ...(aspect === 'structured-output' && { responseMimeType: 'application/json', responseJsonSchema: SCHEMA }),
      ...(aspect === 'reasoning' && { thinkingConfig: { includeThoughts: true, thinkingBudget: 1_024 } }),
      ...(aspect === 'length-stop' && { maxOutputTokens: LIMIT }),
    },
  }),
};

/** What can be asked with a prompt and a limit. */
const SAID_IN_PLAIN_TEXT: ReadonlySet<Aspect> = new Set(['text', 'refusal', 'length-stop', 'error']);
