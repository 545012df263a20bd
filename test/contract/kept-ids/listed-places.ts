import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOT_KEPT } from './not-kept.js';

interface IdMembers {
  readonly source: string;
  /** Every member that can hold an id, by dialect. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

export const ID_MEMBERS = JSON.parse(readFileSync(join(__dirname, 'id-members.json'), 'utf8')) as IdMembers;

/** Dialects of a conversation: a provider of one may understand what is another's, and clients of LiteLLM send it. */
const CONVERSATIONS = ['openai-chat', 'openai-completions', 'openai-responses', 'anthropic-messages', 'gemini'];
/** Of one such dialect, what stands in the same place in all. */
const SHARED = /^(tools\[\]|container|cachedContent|continuationToken|thread)/;

/** In a part of content, as providers that speak a dialect beside its maker have it. */
const PART = [
  'file_id',
  'file_url',
  'image_url',
  'document_url', // Mistral's ContentChunk
  'video_url', // vLLM, OpenRouter, Together
  'video_url.url',
  'audio_url', // vLLM, Together
  'audio_url.url',
  'file.file_id',
  'file.file_data', // LiteLLM also takes an address
  'image_url.url',
  'image_url.file_id', // Assistants API, Mistral
  'source.url',
  'source.file_id',
];

/** Of a member that holds a file inline, an address is none. */
const INLINE = /^(input\[\]\.(content|output)\[\]|prompt\.variables\.\*)\.file_data$/;

/** What the SDKs' types do not tell: in every conversation. */
const BESIDE_TYPES: readonly string[] = [
  'google.cachedContent', // Gemini's OpenAI-compatible API
  'conversation.conversation_id',
  'vector_store_ids[]', // LiteLLM, "Using Vector Stores"
  'tool_resources.file_search.vector_store_ids[]', // Assistants API
  'tool_resources.file_search.vector_stores[].file_ids[]',
  'tool_resources.code_interpreter.file_ids[]',
  'data_sources[].parameters.index_name', // Azure OpenAI, "On Your Data"
  'tools[].library_ids[]', // Mistral
  'tools[].collection_ids[]', // xAI
  'tools[].connector_id', // Mistral's CustomConnector
  'tools[].file_ids[]', // Assistants API
  'tools[].file_search.vector_store_ids[]',
  'tools[].code_interpreter.container',
  'tools[].code_interpreter.file_ids[]',
  'tools[].container.id',
  'tools[].container.container_id',
  'tools[].container.skills[].skill_id',
];

/** And in one dialect. */
const BESIDE_TYPES_OF: Readonly<Record<string, readonly string[]>> = {
  'openai-chat': [
    // LiteLLM sends a stored prompt also for chat completions
    ...['id', 'variables.*.file_id', 'variables.*.image_url', 'variables.*.file_url'].map((name) => `prompt.${name}`),
    ...within(['messages[].content[]', 'messages[].content[].content[]'], PART),
    ...within(
      ['tool_choice.allowed_tools'],
      sharedPlaces().filter((place) => place.startsWith('tools[]')),
    ),
  ],
  'openai-responses': [
    'input[].environment.skills[].skill_id',
    ...within(['input[].content[]', 'input[].output[]'], PART),
    // a namespace has tools of its own, so have items, and a choice names whole ones
    ...within(
      ['tools[]', 'input[]', 'tool_choice'],
      sharedPlaces().filter((place) => place.startsWith('tools[]')),
    ),
  ],
  'anthropic-messages': within(
    ['messages[].content[]', 'system[]'].flatMap((at) =>
      ['', '.content[]', '.content.content[]'].flatMap((deeper) => [
        `${at}${deeper}`,
        `${at}${deeper}.source.content[]`,
      ]),
    ),
    PART,
  ),
  gemini: [
    'contents[].parts[].functionResponse.response.**.fileUri',
    'systemInstruction.parts[].functionResponse.response.**.fileUri',
  ],
  'openai-moderations': within(['input[]'], PART),
  // API reference, EditImageBodyJsonParam; LiteLLM's `image` and Together's `image_url` as well
  'openai-images': ['image_url', ...within(['images[]', 'image[]', 'mask'], PART)],
  // Mistral's AudioTranscriptionRequest
  'openai-audio': ['file_id', 'file_url'],
};

/**
 * By dialect, every place of a body that names what a provider keeps: what the SDKs' types say, less what names nothing, and what is known
 * from elsewhere.
 */
export function listedPlaces(): Readonly<Record<string, readonly string[]>> {
  const listed = Object.keys(ID_MEMBERS.members).map((dialect) => [dialect, placesOf(dialect)] as const);
  return Object.fromEntries(listed.filter(([, places]) => places.length > 0));
}

function placesOf(dialect: string): readonly string[] {
  const shared = CONVERSATIONS.includes(dialect) ? sharedPlaces() : [];
  const own = [...published(dialect), ...shared, ...(BESIDE_TYPES_OF[dialect] ?? [])];
  // what is asked to be counted holds a whole request
  const all = dialect === 'gemini' ? [...own, ...own.map((place) => `generateContentRequest.${place}`)] : own;
  return [...new Set(all)].sort();
}

function published(dialect: string): readonly string[] {
  const members = ID_MEMBERS.members[dialect] ?? [];
  return members.filter((member) => !INLINE.test(member) && !NOT_KEPT.some(([names]) => names.test(member)));
}

function sharedPlaces(): readonly string[] {
  const typed = CONVERSATIONS.flatMap((dialect) => published(dialect).filter((member) => SHARED.test(member)));
  return [...new Set([...typed, ...BESIDE_TYPES])];
}

function within(paths: readonly string[], names: readonly string[]): readonly string[] {
  return paths.flatMap((path) => names.map((name) => `${path}.${name}`));
}
