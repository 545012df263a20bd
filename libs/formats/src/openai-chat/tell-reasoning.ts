import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { readText, readThinking } from './decode-part.js';

/**
 * An answer, or an event of a stream, with its reasoning told as LiteLLM tells it, whatever the provider calls it: `reasoning_content`
 * beside a text. Groq and OpenRouter call it `reasoning`, which stays (recording `groq/structured`); Mistral tells it as parts of a
 * content list, which OpenAI's own libraries do not read (recording `mistral/reasoning`). The same object where nothing is to be told.
 */
export function tellReasoning(data: JsonObject): JsonObject {
  const { choices } = data;
  if (!Array.isArray(choices)) return data;
  const told = (choices as readonly JsonValue[]).map(tellInChoice);
  return told.every((choice, index) => choice === choices[index]) ? data : { ...data, choices: told };
}

function tellInChoice(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice)) return choice;
  const name = isJsonObject(choice['message']) ? 'message' : 'delta';
  const said = choice[name];
  const told = isJsonObject(said) ? tellInMessage(said) : said;
  return told === said ? choice : { ...choice, [name]: told };
}

function tellInMessage(message: JsonObject): JsonObject {
  const { content, reasoning } = message;
  if (readText(message['reasoning_content']) !== '') return message;
  if (Array.isArray(content)) return tellContentList(message, content as readonly JsonValue[]);
  return readText(reasoning) === '' ? message : { ...message, reasoning_content: readText(reasoning) };
}

/** Parts that are neither text nor thought (references to documents) stay beside it. */
function tellContentList(message: JsonObject, content: readonly JsonValue[]): JsonObject {
  const parts = content.filter(isJsonObject);
  const text = parts.map((part) => (part['type'] === 'text' ? readText(part['text']) : '')).join('');
  const thought = parts.map((part) => (part['type'] === 'thinking' ? readThinking(part['thinking']) : '')).join('');
  const others = parts.filter((part) => part['type'] !== 'text' && part['type'] !== 'thinking');
  return {
    ...message,
    content: text,
    ...(thought !== '' && { reasoning_content: thought }),
    ...(others.length > 0 && { provider_specific_fields: { content: others } }),
  };
}
