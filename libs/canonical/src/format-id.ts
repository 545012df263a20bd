/** Wire dialects that this build speaks. A new dialect is a new member and a folder in `libs/formats`. */
export type FormatId = 'openai-chat' | 'anthropic-messages';

/** What a request asks for; decides which of a provider's operations serves it. */
export type Operation = 'chat';
