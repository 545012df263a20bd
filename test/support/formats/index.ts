export { chatTool, encodeChat, question, refuseChat, weather } from './chat-at-anthropic.js';
