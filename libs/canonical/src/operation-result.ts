import type { JsonObject } from '@tollgate/kernel';

/** The vectors of a request's inputs, in their order: numbers, or the base64 of 32-bit little-endian floats. */
export interface EmbeddingsResult {
  readonly kind: 'embeddings';
  readonly vectors: readonly (readonly number[] | string)[];
}

/** Input tokens of a chat request. `counted`: by the gateway, since the provider has no endpoint for it. */
export interface TokenCountResult {
  readonly kind: 'token-count';
  readonly inputTokens: number;
  readonly counted: boolean;
}

/** A JSON answer that is passed on as it is (moderations, images, transcripts). */
export interface JsonResult {
  readonly kind: 'json';
  readonly value: JsonObject;
}

/** Any other whole answer (a transcript as text or subtitles). */
export interface TextResult {
  readonly kind: 'text';
  readonly text: string;
  readonly contentType: string;
}

/** What a request of another operation than chat was answered. */
export type OperationResult = EmbeddingsResult | TokenCountResult | JsonResult | TextResult;
