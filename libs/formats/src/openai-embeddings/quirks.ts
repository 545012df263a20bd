/** How a host of OpenAI's embeddings differs from OpenAI. */
export interface EmbeddingsQuirks {
  /** Name of the provider in refusals. */
  readonly provider: string;
  /** Most inputs, and most tokens of all inputs together, in one request; absent: the host names none. */
  readonly inputsMax?: number;
  readonly tokensMax?: number;
  /** Member that names the length of the vectors; `dimensions` where absent. */
  readonly dimensionsField?: string;
  /** The host answers with numbers only: base64 is made here. */
  readonly floatsOnly?: true;
  /** Members that it refuses. */
  readonly unsupported?: readonly string[];
}
