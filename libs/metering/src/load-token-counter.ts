import { countByBytes, templateTokens, type TokenCounter } from './token-counter.js';
import { splitLongRuns } from './split-long-runs.js';

/** OpenAI's models by vocabulary (its tiktoken's model table); every other model is counted in bytes. */
const O200K = /^(gpt-(4o|4\.1|4\.5|[5-9]|audio|realtime|chat)|chatgpt-4o|o[1-9]|codex)/;
const CL100K = /^(gpt-4|gpt-3\.5|gpt-35|text-embedding)/;

/**
 * Loads the vocabularies of `models` (about 100 ms and 40 MB each, so before requests come, and no other). One that a model of a later
 * configuration needs is loaded when it is first asked for; until it is there its texts are counted in bytes, which is never less.
 * Fine-tuned names (`ft:gpt-4o:…`) and names with a provider's prefix are counted as the model they name, and a pattern needs all.
 */
export async function loadTokenCounter(models: readonly string[]): Promise<TokenCounter> {
  const o200k = new Vocabulary(() => import('gpt-tokenizer/encoding/o200k_base'));
  const cl100k = new Vocabulary(() => import('gpt-tokenizer/encoding/cl100k_base'));
  const vocabularyOf = (model: string): Vocabulary | undefined => {
    const name = model.slice(model.lastIndexOf('/') + 1).replace(/^ft:/, '');
    return O200K.test(name) ? o200k : CL100K.test(name) ? cl100k : undefined;
  };
  const needed = models.flatMap((model) => (model.includes('*') ? [o200k, cl100k] : (vocabularyOf(model) ?? [])));
  await Promise.all(needed.map((vocabulary) => vocabulary.load()));
  return (bound, model) => {
    const countTokens = vocabularyOf(model)?.countTokens;
    return countTokens === undefined ? countByBytes(bound, model) : countTexts(bound, countTokens);
  };
}

type CountTokens = (text: string, options: { disallowedSpecial: Set<string> }) => number;

/** Loaded once, when it is first needed. */
class Vocabulary {
  private counter: CountTokens | undefined;
  private loading: Promise<void> | undefined;

  constructor(private readonly read: () => Promise<{ readonly countTokens: CountTokens }>) {}

  /** undefined while it is not there yet; asking for it brings it. */
  get countTokens(): CountTokens | undefined {
    if (this.counter === undefined) void this.load();
    return this.counter;
  }

  load(): Promise<void> {
    this.loading ??= this.read().then(({ countTokens }) => void (this.counter = countTokens));
    return this.loading;
  }
}

/** Special tokens in a text are text to the provider (`<|endoftext|>`), so none is refused. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

function countTexts(bound: Parameters<TokenCounter>[0], countTokens: CountTokens): number {
  let tokens = templateTokens(bound);
  for (const text of bound.inputTexts) {
    for (const piece of splitLongRuns(text)) tokens += countTokens(piece, AS_TEXT);
  }
  return tokens;
}
