export { openaiChatClient } from './client.js';
export { openaiChat } from './upstream.js';
export { type OpenAiChatQuirks } from './quirks.js';
