export {
  type ClientFormat,
  type StreamContext,
  type StreamDecoder,
  type StreamEncoder,
  type UpstreamFormat,
  DecodeError,
} from './format.js';
export { anthropicMessagesClient, anthropicMessagesUpstream, fitThinkingBudget } from './anthropic-messages/index.js';
export { misspeltMember } from './known-members.js';
export { writeResponse } from './write-response.js';
export { openaiChat, openaiChatClient, type OpenAiChatQuirks } from './openai-chat/index.js';
