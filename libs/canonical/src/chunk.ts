import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { FormatId } from './format-id.js';
import type { Finish } from './response.js';
import type { Usage } from './usage.js';
import type { WireEvent } from './wire-event.js';

/**
 * One step of a streamed answer. A decoder's output obeys: `start` first; every block that opens is closed; exactly one
 * `finish` per choice; `end` last. Blocks are numbered in order of opening, over all choices.
 *
 * For each wire event a decoder first gives a `wire` chunk with the event itself, then what it means. An encoder of the same
 * format relays the `wire` chunks (with the model's public name) and ignores the rest; any other encoder does the opposite.
 */
export type CanonicalChunk =
  | {
      readonly type: 'wire';
      readonly format: FormatId;
      readonly event: WireEvent;
      readonly data: JsonValue | undefined;
    }
  | {
      readonly type: 'start';
      readonly id: string;
      readonly model: string;
      readonly createdAt?: number;
      readonly extra?: JsonObject;
    }
  | { readonly type: 'text-start'; readonly block: number; readonly choice: number }
  | { readonly type: 'text-delta'; readonly block: number; readonly text: string }
  | { readonly type: 'text-end'; readonly block: number; readonly annotations?: readonly JsonValue[] }
  | { readonly type: 'reasoning-start'; readonly block: number; readonly choice: number; readonly id?: string }
  | { readonly type: 'reasoning-delta'; readonly block: number; readonly text: string }
  | {
      readonly type: 'reasoning-end';
      readonly block: number;
      readonly signature?: string;
      readonly redacted?: string;
      readonly encrypted?: string;
      /** The provider's id of what it encrypted. */
      readonly id?: string;
    }
  | { readonly type: 'refusal-start'; readonly block: number; readonly choice: number }
  | { readonly type: 'refusal-delta'; readonly block: number; readonly text: string }
  | { readonly type: 'refusal-end'; readonly block: number }
  | {
      readonly type: 'tool-call-start';
      readonly block: number;
      readonly choice: number;
      readonly id: string;
      readonly name: string;
      readonly kind: 'function' | 'custom';
    }
  | { readonly type: 'tool-call-delta'; readonly block: number; readonly input: string }
  | { readonly type: 'tool-call-end'; readonly block: number; readonly signature?: string }
  /** A block that only its own dialect can express, whole. */
  | { readonly type: 'opaque'; readonly format: FormatId; readonly value: JsonValue }
  /** Usage so far. `final` where the dialect says that no more follows. A later one replaces an earlier one, bucket by bucket. */
  | { readonly type: 'usage'; readonly usage: Partial<Usage>; readonly final: boolean }
  | { readonly type: 'finish'; readonly choice: number; readonly finish: Finish }
  /** The provider broke off with an error event inside the stream. */
  | {
      readonly type: 'error';
      readonly message: string;
      readonly providerType?: string;
      /** The HTTP status that it stands for, where the dialect says one. */
      readonly status?: number;
      readonly raw?: JsonValue;
    }
  /** The dialect's terminator was seen. A stream without it ended early. */
  | { readonly type: 'end' };
