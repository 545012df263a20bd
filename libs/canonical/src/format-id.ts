/** Wire dialects that this build speaks. A new dialect is a new member and a folder in `libs/formats`. */
export type FormatId =
  | 'openai-chat'
  | 'openai-responses'
  | 'openai-completions'
  | 'ollama-chat'
  | 'anthropic-messages'
  | 'gemini'
  | OperationFormatId;

/** Dialects of what is no conversation: they have no turns and no streamed text. */
export type OperationFormatId =
  | 'openai-embeddings'
  | 'gemini-embeddings'
  | 'ollama-embeddings'
  | 'openai-moderations'
  | 'openai-audio'
  | 'openai-images';

/** What a request asks for; decides which of a provider's operations serves it. */
export type Operation =
  | 'chat'
  | 'responses'
  | 'embeddings'
  | 'moderation'
  | 'count-tokens'
  | 'image'
  | 'transcription'
  | 'translation'
  | 'speech';
