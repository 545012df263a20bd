import type { NanoUsd } from '@tollgate/kernel';

/** Unit prices of one model: nano-dollars per million units. Absent means unknown; 0n means free. */
export interface UnitPrices {
  readonly input?: NanoUsd;
  readonly cacheRead?: NanoUsd;
  readonly cacheWrite5m?: NanoUsd;
  readonly cacheWrite1h?: NanoUsd;
  readonly inputAudio?: NanoUsd;
  readonly inputImage?: NanoUsd;
  readonly output?: NanoUsd;
  readonly reasoning?: NanoUsd;
  readonly outputAudio?: NanoUsd;
  readonly outputImage?: NanoUsd;
  readonly search?: NanoUsd;
  /** One picture made. */
  readonly image?: NanoUsd;
  /** One second of audio. */
  readonly second?: NanoUsd;
  /** One character that is spoken. */
  readonly character?: NanoUsd;
  readonly page?: NanoUsd;
  /** Per request, nano-dollars (not per million). */
  readonly request?: NanoUsd;
}

/** A model's price with context tiers: the first tier whose `aboveInputTokens` is exceeded (dearest first) replaces the base. */
export interface ModelPrice {
  readonly base: UnitPrices;
  readonly tiers: readonly { readonly aboveInputTokens: number; readonly prices: UnitPrices }[];
  /** By service tier of the answer (`flex`, `priority`, `batch`). */
  readonly serviceTiers: Readonly<Record<string, UnitPrices>>;
  /** Where a picture's price depends on what was asked; `base.image` else. */
  readonly pictures?: PicturePrices;
  /** Where it came from: `config`, `tollgate:<date>`, `genai-prices:<version>`, `free`. Goes into the record. */
  readonly source: string;
}

/** Prices of pictures by their size and quality. */
export interface PicturePrices {
  /** What a request means that names none. */
  readonly size: string;
  readonly quality?: string;
  /** Nano-dollars per million pictures; a row without a quality is that of all. */
  readonly rows: readonly { readonly size: string; readonly quality?: string; readonly image: NanoUsd }[];
  /** Nano-dollars per million pixels, where no row is there. */
  readonly perPixel?: NanoUsd;
}

/** What is known of a model beside its price. */
export interface ModelFacts {
  readonly mode?: string;
  readonly maxInputTokens?: number;
  readonly maxOutputTokens?: number;
  readonly contextWindow?: number;
  /** The model thinks before it answers, whether asked or not. */
  readonly reasoning?: boolean;
}
