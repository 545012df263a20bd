/** In what a provider differs from OpenAI's own service. Given when the format is built; no interface mentions it. */
export interface OpenAiChatQuirks {
  /** The provider's name in error texts (`openai`). */
  readonly provider: string;
  /** The member that bounds the output for a model, given the one the client used (if any). */
  readonly limitField: (model: string, clientField: string | undefined) => string;
  /** Parameters that the provider does not know: refused, or dropped under `drop_params`. */
  readonly unsupported?: readonly string[];
  /**
   * Parameters that some models of the provider refuse: dropped under `drop_params`, else sent, because the provider knows best
   * what its newest model takes.
   */
  readonly fragile?: (model: string, name: string, value: unknown) => boolean;
  /** The model takes `reasoning_effort`, so that another dialect's wish to think can be translated. */
  readonly takesEffort?: (model: string) => boolean;
  /**
   * Where an assistant turn's reasoning stands, told and sent back; without one it is not sent back. `content`: as parts of a content
   * list (Mistral). What is not told as `reasoning_content`, LiteLLM's word, is told as that too (tellReasoning).
   */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | 'content';
  /** The provider takes the seals of Anthropic's reasoning back, as OpenRouter's `reasoning_details`. */
  readonly sealsReasoning?: true;
  /** The model takes Anthropic's `cache_control` on texts, also when another dialect's client marks them. */
  readonly takesCacheMarkers?: (model: string) => boolean;
  /** The provider keeps the caller's `metadata` with a stored answer. */
  readonly takesMetadata?: boolean;
  /** The provider searches the web where it is asked to (`web_search_options`), also when another dialect's client asks with a tool. */
  readonly takesSearch?: true;
  /** The provider knows `top_k`, also when another dialect's client sends it. */
  readonly takesTopK?: boolean;
  /** False for hosts that refuse `stream_options`. */
  readonly takesStreamOptions?: boolean;
  /** Parameters that the provider has under another name (Mistral's `random_seed` for `seed`). */
  readonly renamed?: Readonly<Record<string, string>>;
  /** The name that the provider knows a model by, where the configured one is short for it. */
  readonly modelName?: (model: string, apiBase: string) => string;
  /** The most characters that the id of a tool call may have; longer ones, which another provider gave, go out as their digest. */
  readonly callIdLengthMax?: number;
  /**
   * The host may be a gateway to whoever sealed what was thought: it gets the seals as clients keep them, `thinking_blocks` and the
   * signatures in the ids of Gemini's calls.
   */
  readonly takesSeals?: true;
  readonly messages?: MessageQuirks;
}

/** In what a provider takes messages otherwise than OpenAI does. */
export interface MessageQuirks {
  /** It knows no `developer`: such a message is the system's. */
  readonly developerIsSystem?: true;
  /** All members that it takes, by role; others are left out and named. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
  /** Parts of a content list are flat, of known members only (flattenPart). Without this, they go out as they came. */
  readonly flatParts?: true;
  /** The id of a tool call is nine letters or digits. */
  readonly shortCallIds?: true;
}
