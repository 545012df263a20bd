import type { JsonValue } from '@tollgate/kernel';

/**
 * What a provider reports, in disjoint buckets (their sum is the total). Integers >= 0; absent means not reported, never 0.
 */
export interface Usage {
  /** Input tokens neither read from nor written to a cache, text and images; without audio, and without what `inputImage` tells apart. */
  readonly inputUncached: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly inputAudio?: number;
  /** Tokens of images, where the provider tells them apart (image generation). */
  readonly inputImage?: number;
  /** Text output without reasoning, audio and images. */
  readonly output: number;
  readonly reasoning?: number;
  readonly outputAudio?: number;
  readonly outputImage?: number;
  readonly searches?: number;
  /** Pictures made, where they are priced by the piece, or their tokens are not told. */
  readonly images?: number;
  /** What those pictures are, where the provider tells it: it may have been left to it. */
  readonly made?: PictureAsked;
  /** Of audio, begun ones counted whole. */
  readonly seconds?: number;
  /** Of text that was spoken. */
  readonly characters?: number;
  readonly pages?: number;
  /** The provider's own block, as sent. */
  readonly raw?: JsonValue;
}

/** All input tokens, cached ones included. */
export function totalInputTokens(usage: Usage): number {
  return (
    usage.inputUncached +
    (usage.cacheRead ?? 0) +
    (usage.cacheWrite5m ?? 0) +
    (usage.cacheWrite1h ?? 0) +
    (usage.inputAudio ?? 0) +
    (usage.inputImage ?? 0)
  );
}

/** All output tokens, reasoning included. */
export function totalOutputTokens(usage: Usage): number {
  return usage.output + (usage.reasoning ?? 0) + (usage.outputAudio ?? 0) + (usage.outputImage ?? 0);
}

/** What was asked of a picture that its price can depend on. */
export interface PictureAsked {
  readonly size?: string;
  readonly quality?: string;
}

/** What is priced by the piece: pictures, seconds of audio, characters, pages. */
export type UnitCounts = Pick<Usage, 'images' | 'seconds' | 'characters' | 'pages'>;

/**
 * The most a request can use, as its format reads it. `inputText` pieces are to be counted by metering; formats do not
 * count tokens.
 */
export interface UsageBound {
  /** Every text that becomes input tokens: message text, tool definitions and inputs, schemas. */
  readonly inputTexts: readonly string[];
  /** Input tokens that are there as such and need no counting (ids of tokens). */
  readonly inputTokens?: number;
  /** Number of messages and of tools, for the template's overhead. */
  readonly messages: number;
  readonly tools: number;
  readonly images: number;
  /** Documents and audio, in bytes each; their tokens are bounded by the provider's maximum, else the context window. */
  readonly documents: number;
  readonly audio: number;
  /**
   * Content whose size only the provider or a third party knows (an id of a file kept there, a document behind an address): each
   * counts as the whole context window.
   */
  readonly contextWindows?: number;
  /** Something here can cost without a bound that this list knows; each entry names the member and why. */
  readonly unbounded: readonly string[];
  /** The most calls of tools that the provider runs (web search with `max_uses`); each can bring a context of input and a fee. */
  readonly providerToolCalls?: number;
  /** The client's own output limit, tokens per choice. */
  readonly outputLimit?: number;
  /** Answers asked for. */
  readonly choices: number;
  /** A cut answer would be of no use: tools, a JSON schema or a thinking budget. */
  readonly needsWholeAnswer: boolean;
  readonly reasoning: boolean;
  /** The thinking budget when the client named one, tokens. */
  readonly reasoningBudget?: number;
  /** What is priced by the piece and not by tokens, at most. */
  readonly units?: UnitCounts;
  /**
   * Those pieces as the content itself tells them: what the call is charged where its provider tells no usage. At most `units`; absent
   * where nothing tells.
   */
  readonly measured?: UnitCounts;
  /** Of a request for pictures. */
  readonly picture?: PictureAsked;
  /**
   * What the output is: text where absent; `none` where an answer has no output tokens (embeddings, moderations); `audio` or `image`
   * tokens, priced as such.
   */
  readonly output?: 'none' | 'audio' | 'image';
  /** The call costs nothing at any provider (counting tokens): it needs no price. */
  readonly free?: true;
  /** Its provider makes the answer to its end, and bills it, whatever becomes of the call that asked for it. */
  readonly outlivesCall?: true;
  /** Longest cache entry that the request can write; absent: the dialect does not say, so the dearest is assumed. */
  readonly cacheWrites?: 'none' | '5m' | '1h';
}

/** Of what uses nothing: what is counted is laid over it. */
export const EMPTY_BOUND: UsageBound = {
  inputTexts: [],
  messages: 0,
  tools: 0,
  images: 0,
  documents: 0,
  audio: 0,
  unbounded: [],
  choices: 1,
  needsWholeAnswer: false,
  reasoning: false,
};
