export { openaiResponsesClient } from './client.js';
export type { OpenAiResponsesQuirks } from './quirks.js';
export { keptResponse } from './kept-response.js';
export { type ResponseReference, responseReferences, withProviderIds } from './response-references.js';
export { shownMembers } from './shown-members.js';
export { openaiResponses } from './upstream.js';
