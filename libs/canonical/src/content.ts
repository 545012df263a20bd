import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { FormatId } from './format-id.js';

/**
 * The value as the client or provider wrote it. An encoder of the same format writes `value` again unchanged, so that
 * members the canonical form does not know survive; every other encoder ignores it. Whoever changes a sourced value
 * makes a new one without `source`.
 */
export interface Source {
  readonly format: FormatId;
  readonly value: JsonValue;
  /** The JSON text that `value` was parsed from, where its very bytes are relayed (a whole answer). */
  readonly text?: string;
}

interface Sourced {
  readonly source?: Source;
}

/** Bytes inline (base64), an address, or an object kept at a provider. */
export type MediaData =
  | { readonly kind: 'base64'; readonly mediaType: string; readonly data: string }
  /** Its media type where the client says it. */
  | { readonly kind: 'url'; readonly url: string; readonly mediaType?: string }
  | { readonly kind: 'provider-file'; readonly id: string };

/** A marker of Anthropic's prompt cache (`cache_control`), kept with the part or tool that carries it. */
export interface CacheMarker {
  readonly ttl?: '5m' | '1h';
}

interface PartBase extends Sourced {
  readonly cache?: CacheMarker;
}

export interface TextPart extends PartBase {
  readonly type: 'text';
  readonly text: string;
  /** Citations or annotations as the provider wrote them, in the dialect named by `source`. */
  readonly annotations?: readonly JsonValue[];
}
export interface ImagePart extends PartBase {
  readonly type: 'image';
  readonly data: MediaData;
  /** OpenAI's `detail`: low, high, auto. */
  readonly detail?: string;
}
/** A document: PDF or plain text. */
export interface FilePart extends PartBase {
  readonly type: 'file';
  readonly data: MediaData | { readonly kind: 'text'; readonly text: string };
  readonly filename?: string;
  /** What the client says of the document beside its title (Anthropic's `context`). */
  readonly context?: string;
}
export interface AudioPart extends PartBase {
  readonly type: 'audio';
  readonly data: { readonly kind: 'base64'; readonly data: string; readonly format: string };
}
/** A tool call of the assistant. `input` is the argument text exactly as written (JSON for functions, free text for `custom`). */
export interface ToolCallPart extends PartBase {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly input: string;
  readonly kind: 'function' | 'custom';
  /** Gemini's thoughtSignature on a call. */
  readonly signature?: string;
}
export interface ToolResultPart extends PartBase {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly name?: string;
  readonly content: readonly ContentPart[];
  readonly isError?: boolean;
}
/** Reasoning text with the provider's seal. `redacted` holds Anthropic's opaque block, `encrypted` the Responses API's content. */
export interface ReasoningPart extends PartBase {
  readonly type: 'reasoning';
  readonly text: string;
  readonly signature?: string;
  readonly redacted?: string;
  readonly encrypted?: string;
  readonly id?: string;
}
export interface RefusalPart extends PartBase {
  readonly type: 'refusal';
  readonly text: string;
}
/** A block that only its own dialect can express (server tool use, container upload …). Other encoders drop it with a warning. */
export interface OpaquePart extends PartBase {
  readonly type: 'opaque';
  readonly source: Source;
}

export type ContentPart =
  | TextPart
  | ImagePart
  | FilePart
  | AudioPart
  | ToolCallPart
  | ToolResultPart
  | ReasoningPart
  | RefusalPart
  | OpaquePart;

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

/**
 * One turn. System instructions are messages at their place in the order (`system` in Anthropic's and `systemInstruction`
 * in Gemini's dialect become leading `system` messages). A `tool` message holds tool-result parts only; Anthropic's user
 * turn with tool results is split into a `tool` message followed by a `user` message with what remains.
 */
export interface Message extends Sourced {
  readonly role: Role;
  readonly content: readonly ContentPart[];
  readonly name?: string;
}

export interface FunctionTool extends Sourced {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the input. */
  readonly parameters?: JsonObject;
  readonly strict?: boolean;
  readonly cache?: CacheMarker;
  /** Members of its definition without a canonical place, as sent: another dialect writes those it shares and names the rest. */
  readonly extra?: JsonObject;
}
/** A tool that the provider runs or a form only its dialect knows (web search, computer use, grammar tools …). */
export interface OpaqueTool {
  readonly type: 'opaque';
  readonly source: Source;
}
export type Tool = FunctionTool | OpaqueTool;

/** With its source where it says more than that. */
export type ToolChoice =
  | { readonly type: 'auto' | 'none' | 'required'; readonly source?: Source }
  | { readonly type: 'tool'; readonly name: string; readonly source?: Source }
  | { readonly type: 'opaque'; readonly source: Source };
