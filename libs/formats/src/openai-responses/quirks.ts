/** In what a provider of the Responses API differs from OpenAI's own service. Given when the format is built. */
export interface OpenAiResponsesQuirks {
  /** The provider's name in error texts (`openai`). */
  readonly provider: string;
  /** The model thinks: it takes an effort, and gives its reasoning encrypted when asked. */
  readonly reasons: (model: string) => boolean;
  /**
   * Parameters that some models of the provider refuse: dropped under `drop_params`, else sent, because the provider knows best
   * what its newest model takes.
   */
  readonly fragile?: (model: string, name: string, value: unknown) => boolean;
}
