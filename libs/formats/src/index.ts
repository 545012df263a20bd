export {
  type ClientFormat,
  type ShownId,
  type ToldKeeping,
  type StreamContext,
  type StreamDecoder,
  type StreamEncoder,
  type UpstreamFormat,
  DecodeError,
} from './format.js';
export {
  anthropicMessagesClient,
  anthropicMessagesUpstream,
  fitThinkingBudget,
  mendAnthropicRequest,
} from './anthropic-messages/index.js';
export { geminiArrayClient, geminiClient, geminiStreamClient, geminiUpstream } from './gemini/index.js';
export { geminiCountTokensClient, geminiCountTokensUpstream } from './gemini-count-tokens/index.js';
export { FALLBACK_FORMS } from './fallback-wishes.js';
export { pathsToDrop } from './drop-settings.js';
export { isErrorStatus } from './is-error-status.js';
export { misspeltMember } from './known-members.js';
export { asksForSearch } from './web-search.js';
export {
  answerDecoder,
  askByTool,
  type AskedAnswer,
  readAnswer,
  type SchemaToolChoice,
  wrapSchema,
} from './schema-tool/index.js';
export { writeResponse } from './write-response.js';
export { openaiChat, openaiChatClient, type OpenAiChatQuirks } from './openai-chat/index.js';
export { openaiCompletionsClient, openaiCompletionsUpstream } from './openai-completions/index.js';
export { openaiEmbeddings, openaiEmbeddingsClient, type EmbeddingsQuirks } from './openai-embeddings/index.js';
export {
  MODERATION_MODEL_DEFAULT,
  openaiModerationsClient,
  openaiModerationsUpstream,
} from './openai-moderations/index.js';
export { anthropicCountTokensClient, anthropicCountTokensUpstream, boundCount } from './token-count/index.js';
export {
  type EndedResponse,
  endedResponse,
  fillNamedItems,
  namedItems,
  replaceInput,
  openaiResponses,
  openaiResponsesClient,
  goOnFrom,
  inputItems,
  type KeptResponse,
  keptResponse,
  listedItems,
  responseReferences,
  shownMembers,
  withoutSeals,
  withProviderIds,
  type OpenAiResponsesQuirks,
} from './openai-responses/index.js';
export { findProviderIds, NamedIds, REQUEST_PLACES } from './provider-ids/index.js';
export { ollamaChatUpstream } from './ollama-chat/index.js';
export {
  openaiSpeechClient,
  openaiSpeechUpstream,
  openaiTranscriptionsClient,
  openaiTranscriptionsUpstream,
  openaiTranslationsClient,
} from './openai-audio/index.js';
export {
  openaiImageEditsClient,
  openaiImageFormsUpstream,
  openaiImagesClient,
  openaiImagesUpstream,
  pictureTokens,
} from './openai-images/index.js';
export { geminiEmbeddingsUpstream } from './gemini-embeddings/index.js';
export { ollamaEmbeddingsUpstream } from './ollama-embeddings/index.js';
