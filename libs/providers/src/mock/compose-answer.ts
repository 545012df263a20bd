import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { countTokens } from './split-tokens.js';
import { sampleFromSchema } from './sample-from-schema.js';

/** What the mock says: a text, or one tool call. */
export type MockAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly name: string; readonly input: string };

const PARAGRAPH =
  'Tollgate stands between your programs and the models they call. It checks each key, holds every budget, counts each token ' +
  'and writes down what a call cost. This answer comes from its built-in mock provider, which needs no account and no network.';

/** `echo` repeats the last user text, any other model says a fixed paragraph; tools and schemas are honoured first. */
export function composeAnswer(model: string, body: JsonObject): MockAnswer {
  const messages = readObjects(body['messages']);
  const asked = lastUserText(messages);
  const answered = messages.at(-1)?.['role'] === 'tool';
  const tool = answered ? undefined : chooseTool(body, asked);
  if (tool !== undefined) {
    const input = JSON.stringify(sampleFromSchema(tool['parameters'], asked));
    return { kind: 'tool-call', name: readName(tool), input };
  }
  const format = isJsonObject(body['response_format']) ? body['response_format'] : {};
  const text = model === 'echo' ? asked : PARAGRAPH;
  if (format['type'] === 'json_object') return { kind: 'text', text: JSON.stringify({ text }) };
  if (format['type'] !== 'json_schema') return { kind: 'text', text };
  const schema = isJsonObject(format['json_schema']) ? format['json_schema']['schema'] : undefined;
  return { kind: 'text', text: JSON.stringify(sampleFromSchema(schema, text)) };
}

/** Tokens of everything that was sent: texts of the messages, calls, tool definitions, four for each message. */
export function countPrompt(body: JsonObject): number {
  const messages = readObjects(body['messages']);
  const texts = messages.map(
    (message) =>
      readContent(message['content']) +
      (message['tool_calls'] === undefined ? '' : JSON.stringify(message['tool_calls'])),
  );
  const tools = body['tools'] === undefined ? 0 : countTokens(JSON.stringify(body['tools']));
  return texts.reduce((sum, text) => sum + countTokens(text) + 4, tools);
}

/** Called when the client insists on it, or when the user's text names it. */
function chooseTool(body: JsonObject, asked: string): JsonObject | undefined {
  const choice = body['tool_choice'];
  const tools = readObjects(body['tools'])
    .map((tool) => tool['function'])
    .filter(isJsonObject)
    .filter((tool) => readName(tool) !== '');
  if (choice === 'none') return undefined;
  if (isJsonObject(choice)) {
    const named = isJsonObject(choice['function']) ? choice['function']['name'] : undefined;
    return tools.find((tool) => readName(tool) === named);
  }
  return tools.find((tool) => asked.includes(readName(tool))) ?? (choice === 'required' ? tools[0] : undefined);
}

function readName(tool: JsonObject): string {
  return typeof tool['name'] === 'string' ? tool['name'] : '';
}

function lastUserText(messages: readonly JsonObject[]): string {
  return readContent(messages.findLast((message) => message['role'] === 'user')?.['content']);
}

function readContent(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  return readObjects(content)
    .map((part) => (typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function readObjects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
