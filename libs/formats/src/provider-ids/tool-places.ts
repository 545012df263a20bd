import { beneath, type IdPlaces } from './id-path.js';
import { ADDRESS, CONNECTOR, CONTAINER, DATA_STORE, FILE, idOf, SKILL, VECTOR_STORE } from './id-places.js';

/** Where a tool of Google's says with whose right it calls: what it names, its account's secrets and identities, is sent to whom it calls. */
const GOOGLE_AUTH: IdPlaces = {
  'apiKeyConfig.apiKeySecret': idOf('secret'),
  'httpBasicAuthConfig.credentialSecret': idOf('secret'),
  'googleServiceAccountConfig.serviceAccount': idOf('service account'),
  'oauthConfig.serviceAccount': idOf('service account'),
  'oidcConfig.serviceAccount': idOf('service account'),
};

/** In the tools of any dialect: hosts of one take those of another, and LiteLLM those of the Assistants API. */
export const TOOLS: IdPlaces = {
  'tools[].vector_store_ids[]': VECTOR_STORE,
  'tools[].library_ids[]': VECTOR_STORE,
  'tools[].collection_ids[]': VECTOR_STORE,
  'tools[].file_ids[]': FILE,
  'tools[].container': CONTAINER,
  'tools[].container.id': CONTAINER,
  'tools[].container.container_id': CONTAINER,
  'tools[].container.file_ids[]': FILE,
  'tools[].container.skills[].skill_id': SKILL,
  'tools[].environment.container_id': CONTAINER,
  'tools[].environment.file_ids[]': FILE,
  'tools[].environment.skills[].skill_id': SKILL,
  'tools[].input_image_mask.file_id': FILE,
  'tools[].input_image_mask.image_url': ADDRESS,
  'tools[].connector_id': CONNECTOR,
  // a way into the network of whoever opened it
  'tools[].tunnel_id': idOf('tunnel'),
  'tools[].file_search.vector_store_ids[]': VECTOR_STORE,
  'tools[].code_interpreter.container': CONTAINER,
  'tools[].code_interpreter.file_ids[]': FILE,
  'tools[].fileSearch.fileSearchStoreNames[]': VECTOR_STORE,
  'tools[].retrieval.vertexRagStore.ragCorpora[]': DATA_STORE,
  'tools[].retrieval.vertexRagStore.ragResources[].ragCorpus': DATA_STORE,
  'tools[].retrieval.vertexRagStore.ragResources[].ragFileIds[]': FILE,
  'tools[].retrieval.vertexAiSearch.datastore': DATA_STORE,
  'tools[].retrieval.vertexAiSearch.engine': DATA_STORE,
  'tools[].retrieval.vertexAiSearch.dataStoreSpecs[].dataStore': DATA_STORE,
  'tools[].retrieval.externalApi.apiAuth.apiKeyConfig.apiKeySecretVersion': idOf('secret'),
  ...beneath('tools[].retrieval.externalApi.authConfig', GOOGLE_AUTH),
  ...beneath('tools[].googleMaps.authConfig', GOOGLE_AUTH),
};
