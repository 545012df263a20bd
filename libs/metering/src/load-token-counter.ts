import { countByBytes, templateTokens, type TokenCounter } from './token-counter.js';
import { splitLongRuns } from './split-long-runs.js';

/** OpenAI's models by vocabulary (its tiktoken's model table); every other model is counted in bytes. */
const O200K = /^(gpt-(4o|4\.1|4\.5|[5-9]|audio|realtime|chat)|chatgpt-4o|o[1-9]|codex)/;
const CL100K = /^(gpt-4|gpt-3\.5|gpt-35|text-embedding)/;

/**
 * Loads the vocabularies (about 100 ms each, so once, at the start and off the path of requests). Fine-tuned names (`ft:gpt-4o:…`) and
 * names with a provider's prefix are counted as the model they name.
 */
export async function loadTokenCounter(): Promise<TokenCounter> {
  const [o200k, cl100k] = await Promise.all([
    import('gpt-tokenizer/encoding/o200k_base'),
    import('gpt-tokenizer/encoding/cl100k_base'),
  ]);
  return (bound, model) => {
    const name = model.slice(model.lastIndexOf('/') + 1).replace(/^ft:/, '');
    if (O200K.test(name)) return countTexts(bound, o200k.countTokens);
    if (CL100K.test(name)) return countTexts(bound, cl100k.countTokens);
    return countByBytes(bound, model);
  };
}

type CountTokens = (text: string, options: { disallowedSpecial: Set<string> }) => number;

/** Special tokens in a text are text to the provider (`<|endoftext|>`), so none is refused. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

function countTexts(bound: Parameters<TokenCounter>[0], countTokens: CountTokens): number {
  let tokens = templateTokens(bound);
  for (const text of bound.inputTexts) {
    for (const piece of splitLongRuns(text)) tokens += countTokens(piece, AS_TEXT);
  }
  return tokens;
}
