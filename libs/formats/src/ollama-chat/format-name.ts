export const FORMAT = 'ollama-chat';
