import type { ClientFormat } from '../format.js';
import { encodeError, encodeStreamError } from '../openai-chat/errors.js';
import { RelayEncoder } from './relay-encoder.js';

/** What a dialect of OpenAI's beside chat has of its own; its errors are OpenAI's, and its streams are relayed. */
type Own = Pick<ClientFormat, 'id' | 'decodeRequest' | 'encodeResponse'> & Partial<Pick<ClientFormat, 'framing'>>;

/** A dialect of OpenAI's for another operation than chat, as clients speak it. */
export function clientOf(own: Own): ClientFormat {
  return { framing: 'sse', openEncoder: () => new RelayEncoder(own.id), encodeError, encodeStreamError, ...own };
}
