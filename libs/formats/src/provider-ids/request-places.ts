import type { FormatId } from '@tollgate/canonical';
import { isFileId, isKeptAddress } from './kept-address.js';
import { beneath, type IdPlace, type IdPlaces, type ProviderIdKind } from './id-path.js';
import { isLoneItem } from './lone-item.js';

/** Any text there is an id. */
function idOf(kind: ProviderIdKind): IdPlace {
  return { kind, holds: () => true };
}

const FILE: IdPlace = { kind: 'file', holds: isFileId };
/** An address, which may be that of a file of the account. */
const ADDRESS: IdPlace = { kind: 'file', holds: isKeptAddress };
const CONTAINER = idOf('container');
/** Anthropic's own skills (`pptx`, `xlsx` …) are everybody's. */
const SKILL: IdPlace = { kind: 'skill', holds: (_id, owner) => owner['type'] !== 'anthropic' };
const ITEM: IdPlace = {
  kind: ({ type }) => (type === 'reasoning' ? 'reasoning item' : 'item'),
  holds: (_id, owner) => isLoneItem(owner),
};

/** In a part of content, of any dialect. */
const PART: IdPlaces = {
  file_id: FILE,
  'file.file_id': FILE,
  'file.file_data': ADDRESS,
  'source.file_id': FILE,
  'source.url': ADDRESS,
  image_url: ADDRESS,
  'image_url.url': ADDRESS,
  'image_url.file_id': FILE,
  video_url: ADDRESS,
  'video_url.url': ADDRESS,
  file_url: ADDRESS,
  document_url: ADDRESS,
};

/** In the tools of any dialect: hosts of one take those of another. */
const TOOLS: IdPlaces = {
  'tools[].vector_store_ids[]': idOf('vector store'),
  'tools[].library_ids[]': idOf('vector store'),
  'tools[].collection_ids[]': idOf('vector store'),
  'tools[].file_ids[]': FILE,
  'tools[].container': CONTAINER,
  'tools[].container.container_id': CONTAINER,
  'tools[].container.file_ids[]': FILE,
  'tools[].container.skills[].skill_id': SKILL,
  'tools[].environment.container_id': CONTAINER,
  'tools[].environment.file_ids[]': FILE,
  'tools[].environment.skills[].skill_id': SKILL,
  'tools[].input_image_mask.file_id': FILE,
  'tools[].input_image_mask.image_url': ADDRESS,
  'tools[].fileSearch.fileSearchStoreNames[]': idOf('vector store'),
  'tools[].retrieval.vertexRagStore.ragCorpora[]': idOf('data store'),
  'tools[].retrieval.vertexRagStore.ragResources[].ragCorpus': idOf('data store'),
  'tools[].retrieval.vertexRagStore.ragResources[].ragFileIds[]': FILE,
  'tools[].retrieval.vertexAiSearch.datastore': idOf('data store'),
  'tools[].retrieval.vertexAiSearch.engine': idOf('data store'),
  'tools[].retrieval.vertexAiSearch.dataStoreSpecs[].dataStore': idOf('data store'),
};

/** At the top of a conversation of any dialect: LiteLLM lets clients of one send those of another. */
const TOP: IdPlaces = {
  cachedContent: idOf('cached content'),
  'google.cachedContent': idOf('cached content'),
  container: CONTAINER,
  'container.id': CONTAINER,
  'container.skills[].skill_id': SKILL,
  continuationToken: idOf('answer'),
};

/** Of a prompt that OpenAI stores, and of what it is filled in with; to other dialects a prompt is a text. */
const PROMPT: IdPlaces = {
  'prompt.id': idOf('prompt'),
  'prompt.variables.*.file_id': FILE,
  'prompt.variables.*.image_url': ADDRESS,
  'prompt.variables.*.file_url': ADDRESS,
};

const EVERYWHERE: IdPlaces = { ...TOP, ...TOOLS };

const GOOGLE: IdPlaces = {
  ...EVERYWHERE,
  ...beneath('contents[].parts[]', { 'fileData.fileUri': FILE }),
  ...beneath('contents[].parts[].functionResponse.parts[]', { 'fileData.fileUri': FILE }),
  ...beneath('systemInstruction.parts[]', { 'fileData.fileUri': FILE }),
};

/**
 * Every member by which a client can name what its provider keeps under the operator's account, by the client's dialect: a provider asks
 * nobody whose it is. An id that is in none of these places is not looked at, so that a new one belongs here before it is sent on.
 * `previous_response_id` and `conversation` stand in `responseReferences`: they are told by another id than the provider's.
 *
 * Sources: OpenAI's API reference 2.3.0, Anthropic's Messages API with its betas, the Gemini API v1beta, Vertex AI's `Tool`, and what Mistral
 * (`library_ids`) and xAI (`collection_ids`) add to OpenAI's dialect.
 */
export const REQUEST_PLACES: Readonly<Partial<Record<FormatId, IdPlaces>>> = {
  'openai-chat': {
    ...EVERYWHERE,
    ...PROMPT,
    'messages[].audio.id': idOf('audio'),
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
  },
  'anthropic-messages': {
    ...EVERYWHERE,
    // what code made in a container
    'messages[].content[].content.content[].file_id': FILE,
    ...beneath('messages[].content[]', PART),
    ...beneath('messages[].content[].source.content[]', PART),
    ...beneath('messages[].content[].content[]', PART),
    ...beneath('messages[].content[].content[].source.content[]', PART),
  },
  gemini: { ...GOOGLE, ...beneath('generateContentRequest', GOOGLE) },
  'openai-images': { ...beneath('images[]', PART), ...beneath('image[]', PART), ...beneath('mask', PART) },
};
