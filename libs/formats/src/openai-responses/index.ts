export { openaiResponsesClient } from './client.js';
export type { OpenAiResponsesQuirks } from './quirks.js';
export { type EndedResponse, endedResponse } from './ended-response.js';
export { goOnFrom, withoutSeals } from './go-on-from.js';
export { inputItems, listedItems } from './input-items.js';
export { type KeptResponse, keptResponse } from './kept-response.js';
export { responseReferences, withProviderIds } from './response-references.js';
export { shownMembers } from './shown-members.js';
export { openaiResponses } from './upstream.js';
