import type { EmbeddingsInput } from '@tollgate/canonical';

type Input = EmbeddingsInput['inputs'][number];

interface BatchLimits {
  readonly inputsMax?: number;
  readonly tokensMax?: number;
}

/**
 * Cuts a list of inputs into lists that a host takes, in their order; one list where all fit. Tokens are bounded by the bytes of a text,
 * so that no batch is refused for its size; an input that is too long by itself stands alone, and the host says so.
 */
export function splitInputs(
  inputs: readonly Input[],
  { inputsMax, tokensMax }: BatchLimits,
): readonly (readonly Input[])[] {
  const batches: Input[][] = [];
  let batch: Input[] = [];
  let tokens = 0;
  for (const input of inputs) {
    const more = tokensMost(input);
    const full =
      batch.length >= (inputsMax ?? Infinity) || (batch.length > 0 && tokens + more > (tokensMax ?? Infinity));
    if (full) {
      batches.push(batch);
      batch = [];
      tokens = 0;
    }
    batch.push(input);
    tokens += more;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/** No byte-level tokenizer makes more tokens of a text than it has bytes. */
function tokensMost(input: Input): number {
  return typeof input === 'string' ? Buffer.byteLength(input) : input.length;
}
