import type { JsonValue } from '@tollgate/kernel';

/** A file that a client sent as a part of a form: its bytes, and what the client says of it. */
export interface UploadedFile {
  /** The form's field that holds it (`file`, `image[]`). */
  readonly field: string;
  /** As the client named it: text for the provider, never a path of ours. */
  readonly filename: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface EmbeddingsInput {
  readonly operation: 'embeddings';
  /** What is to be embedded, in order: each a text or the ids of its tokens. At least one. */
  readonly inputs: readonly (string | readonly number[])[];
  /** The client sent one input, not a list of them. */
  readonly single: boolean;
  readonly dimensions?: number;
  /** As the client wants the vectors; absent: it did not say, which is `float`. */
  readonly encodingFormat?: 'float' | 'base64';
}

export interface ModerationInput {
  readonly operation: 'moderation';
  /** A text, a list of texts, or a list of objects (`text`, `image_url`), as sent. */
  readonly input: JsonValue;
}

export interface ImageInput {
  readonly operation: 'image';
  readonly prompt: string;
  /** Pictures to start from and the mask; empty for a generation. */
  readonly files: readonly UploadedFile[];
  /** The same where the client named them instead of sending their bytes in a form. */
  readonly references?: readonly PictureReference[];
  /** `low`, `hd` …, as the dialect names it. */
  readonly quality?: string;
  /** `1024x1024`, `auto` … */
  readonly size?: string;
}

/** A picture by its address (also one that holds its bytes: `data:`) or by the id of a file that its provider keeps; one of the two. */
export interface PictureReference {
  readonly role: 'image' | 'mask';
  readonly url?: string;
  readonly fileId?: string;
}

export interface TranscriptionInput {
  readonly operation: 'transcription' | 'translation';
  readonly file: UploadedFile;
  /**
   * How long the file says that it is, begun seconds whole; `exact` where it cannot lie. Absent: its container is not known.
   */
  readonly length?: { readonly seconds: number; readonly exact: boolean };
  /** `json`, `text`, `srt`, `vtt`, `verbose_json` …; absent: the provider's default. */
  readonly responseFormat?: string;
  /** What the model is told beside the audio. */
  readonly prompt?: string;
}

export interface SpeechInput {
  readonly operation: 'speech';
  readonly text: string;
  readonly instructions?: string;
  /** `mp3`, `wav` …; absent: the provider's default. */
  readonly responseFormat?: string;
}

/** What a request of another operation than chat asks for; chat and the counting of its tokens have none: theirs are the turns. */
export type OperationInput = EmbeddingsInput | ModerationInput | ImageInput | TranscriptionInput | SpeechInput;
