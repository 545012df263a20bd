import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import { isFileId, isKeptAddress } from './kept-address.js';
import type { IdPlace, IdPlaces, ProviderIdKind } from './id-path.js';
import { isLoneItem } from './lone-item.js';

/** Any text there is an id. */
export function idOf(kind: ProviderIdKind): IdPlace {
  return { kind, holds: () => true };
}

export const FILE: IdPlace = { kind: 'file', holds: isFileId };
/** An address, which may be that of a file of the account. */
export const ADDRESS: IdPlace = { kind: 'file', holds: isKeptAddress };
export const CONTAINER = idOf('container');
export const CONVERSATION = idOf('conversation');
export const VECTOR_STORE = idOf('vector store');
export const DATA_STORE = idOf('data store');
/** Anthropic's own skills (`pptx`, `xlsx` …) are everybody's. */
export const SKILL: IdPlace = { kind: 'skill', holds: (_id, owner) => owner['type'] !== 'anthropic' };
export const ITEM: IdPlace = {
  kind: ({ type }) => (type === 'reasoning' ? 'reasoning item' : 'item'),
  holds: (_id, owner) => isLoneItem(owner),
};

/** Where voices have names of everybody's (`alloy`, `Puck`) and the account's own have ids (`voice_…`; Google's also `voices/…`). */
export const VOICE_NAME: IdPlace = { kind: 'voice', holds: (text) => /^\s*voices?[_/]/i.test(text) };

/**
 * A connector that the account has made, asked with what the account has for it (Mistral's `CustomConnector`). OpenAI's own are everybody's
 * (`connector_dropbox` …), and say nothing without a token of the caller's.
 */
export const CONNECTOR: IdPlace = {
  kind: 'connector',
  holds: (id, { authorization }) => !id.startsWith('connector_') && (authorization ?? '') === '',
};

/** An index of search that is read with the account's identity, not with a key that the caller sends along (Azure OpenAI, "On Your Data"). */
export const SEARCH_INDEX: IdPlace = { kind: 'data store', holds: (_id, owner) => !bringsOwnKey(owner) };

function bringsOwnKey({ authentication }: JsonObject): boolean {
  const type = isJsonObject(authentication) ? authentication['type'] : undefined;
  return typeof type === 'string' && !/managed_identity/i.test(type);
}

/** In a part of content, of any dialect. */
export const PART: IdPlaces = {
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
  audio_url: ADDRESS,
  'audio_url.url': ADDRESS,
  file_url: ADDRESS,
  document_url: ADDRESS,
};
