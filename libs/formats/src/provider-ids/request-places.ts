import type { FormatId } from '@tollgate/canonical';
import { beneath, type IdPlaces } from './id-path.js';
import {
  ADDRESS,
  CONTAINER,
  CONVERSATION,
  FILE,
  idOf,
  ITEM,
  PART,
  SEARCH_INDEX,
  SKILL,
  VECTOR_STORE,
  VOICE_NAME,
} from './id-places.js';
import { TOOLS } from './tool-places.js';

/** At the top of a conversation of any dialect: LiteLLM lets clients of one send those of another. */
const TOP: IdPlaces = {
  cachedContent: idOf('cached content'),
  'google.cachedContent': idOf('cached content'),
  container: CONTAINER,
  'container.id': CONTAINER,
  'container.skills[].skill_id': SKILL,
  continuationToken: idOf('answer'),
  'conversation.conversation_id': CONVERSATION,
  'thread.previous_message_id': idOf('message'),
  'vector_store_ids[]': VECTOR_STORE,
  'tool_resources.file_search.vector_store_ids[]': VECTOR_STORE,
  'tool_resources.file_search.vector_stores[].file_ids[]': FILE,
  'tool_resources.code_interpreter.file_ids[]': FILE,
  'data_sources[].parameters.index_name': SEARCH_INDEX,
};

/** Of a prompt that OpenAI stores, and of what it is filled in with; to other dialects a prompt is a text. */
const PROMPT: IdPlaces = {
  'prompt.id': idOf('prompt'),
  'prompt.variables.*.file_id': FILE,
  'prompt.variables.*.image_url': ADDRESS,
  'prompt.variables.*.file_url': ADDRESS,
};

/** A voice by its name, or one of the account's own by its id. */
const VOICE: IdPlaces = { voice: VOICE_NAME, 'voice.id': idOf('voice') };

const EVERYWHERE: IdPlaces = { ...TOP, ...TOOLS };

/** In a part of Google's. A function's answer is the caller's own words, but for an address of the account's files among them. */
const GOOGLE_PART: IdPlaces = {
  'fileData.fileUri': FILE,
  'functionResponse.parts[].fileData.fileUri': FILE,
  'functionResponse.response.**.fileUri': ADDRESS,
};

const GOOGLE_VOICE: IdPlaces = { voice: VOICE_NAME, 'prebuiltVoiceConfig.voiceName': VOICE_NAME };

const GOOGLE: IdPlaces = {
  ...EVERYWHERE,
  ...beneath('contents[].parts[]', GOOGLE_PART),
  ...beneath('systemInstruction.parts[]', GOOGLE_PART),
  ...beneath('generationConfig.speechConfig.voiceConfig', GOOGLE_VOICE),
  ...beneath('generationConfig.speechConfig.multiSpeakerVoiceConfig.speakerVoiceConfigs[].voiceConfig', GOOGLE_VOICE),
  'modelArmorConfig.promptTemplateName': idOf('template'),
  'modelArmorConfig.responseTemplateName': idOf('template'),
};

/** In a block of Anthropic's: itself, and what a document of blocks holds. */
const BLOCK: IdPlaces = { ...PART, ...beneath('source.content[]', PART) };

/** Where blocks of Anthropic's stand: in a turn, and in what a tool gave. */
const BLOCKS: IdPlaces = {
  ...BLOCK,
  ...beneath('content[]', BLOCK),
  // what a provider's own tool gave stands in an object: the document that it fetched, what code made in a container
  ...beneath('content.content[]', BLOCK),
};

/**
 * Every member by which a client can name what its provider keeps under the operator's account, by the client's dialect: a provider asks
 * nobody whose it is. An id that is in none of these places is not looked at, so that a new one belongs here before it is sent on.
 * `previous_response_id`, `conversation` and what else `responseReferences` tells are no part of it: a client knows them by another id
 * than the provider's.
 *
 * Sources: OpenAI's API reference 2.3.0, Anthropic's Messages API with its betas, the Gemini API v1beta, Vertex AI's `Tool`, what Mistral
 * (`library_ids`), xAI (`collection_ids`) and Azure (`data_sources`) add to OpenAI's dialect, and what of the Assistants API LiteLLM's
 * clients send (`tool_resources`).
 */
export const REQUEST_PLACES: Readonly<Partial<Record<FormatId, IdPlaces>>> = {
  'openai-chat': {
    ...EVERYWHERE,
    ...PROMPT,
    ...beneath('audio', VOICE),
    'messages[].audio.id': idOf('audio'),
    ...beneath('tool_choice.allowed_tools', TOOLS),
    ...beneath('messages[].content[]', PART),
    ...beneath('messages[].content[].content[]', PART),
  },
  'openai-completions': EVERYWHERE,
  'openai-responses': {
    ...EVERYWHERE,
    ...PROMPT,
    'input[].id': ITEM,
    'input[].approval_request_id': idOf('item'),
    'input[].container_id': CONTAINER,
    'input[].environment.container_id': CONTAINER,
    'input[].environment.skills[].skill_id': SKILL,
    ...beneath('input[].content[]', PART),
    ...beneath('input[].output[]', PART),
    // a namespace of tools, and tools that an item brings
    ...beneath('tools[]', TOOLS),
    ...beneath('input[]', TOOLS),
    // of `allowed_tools`, whole tools
    ...beneath('tool_choice', TOOLS),
  },
  'anthropic-messages': { ...EVERYWHERE, ...beneath('messages[].content[]', BLOCKS), ...beneath('system[]', BLOCKS) },
  gemini: { ...GOOGLE, ...beneath('generateContentRequest', GOOGLE) },
  'openai-moderations': beneath('input[]', PART),
  'openai-images': {
    image_url: ADDRESS,
    ...beneath('images[]', PART),
    ...beneath('image[]', PART),
    ...beneath('mask', PART),
  },
  'openai-audio': { ...VOICE, file_id: FILE, file_url: ADDRESS },
};
