// Writes libs/catalog/src/prices/model-facts.json: facts of well-known models (mode, limits) and the prices that
// @pydantic/genai-prices lacks by exact id. Source: a copy of LiteLLM's model_prices_and_context_window.json (MIT), given by path:
//   node tools/generate-model-facts.mjs <model map.json> <date of the map>
import { readFileSync, writeFileSync } from 'node:fs';
import { findProvider } from '@pydantic/genai-prices';
import { format, resolveConfig } from 'prettier';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

/** LiteLLM's provider -> id in the price book. */
const BOOKS = {
  openai: 'openai',
  'text-completion-openai': 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
  groq: 'groq',
  mistral: 'mistral',
  deepseek: 'deepseek',
  xai: 'x-ai',
  cohere_chat: 'cohere',
  perplexity: 'perplexity',
};
const MODES = ['chat', 'completion', 'responses', 'embedding', 'moderation'];
/** Kinds of models that are listed for providers whose operation of that kind is served. */
const MEDIA_MODES = {
  openai: ['image_generation', 'audio_transcription', 'audio_speech'],
  groq: ['audio_transcription'],
};
/**
 * Priced by size and quality, and what their provider takes a request for that names none (OpenAI's API reference, images). The DALL-E are
 * retired there, and served on by others. The others are paid by the token: a picture's price is that of an answer which tells none.
 */
const PICTURES = {
  'openai/dall-e-2': { size: '1024x1024' },
  'openai/dall-e-3': { size: '1024x1024', quality: 'standard' },
  'openai/gpt-image-1': { size: 'auto', quality: 'auto' },
  'openai/gpt-image-1-mini': { size: 'auto', quality: 'auto' },
  'openai/gpt-image-1.5': { size: 'auto', quality: 'auto' },
};
/** LiteLLM's own words for a quality that is left to the provider; it prices them as the lowest. */
const UNCHOSEN = [undefined, 'standard', 'auto'];
/** Dollars of pictures that the map lacks (openai.com/api/pricing). */
const PICTURE_ADDITIONS = {
  'openai/gpt-image-1-mini': { high: { '1024x1024': 0.036, '1024x1536': 0.052, '1536x1024': 0.052 } },
};
/** Names that the provider documents as another name of the same model. */
const ALIASES = { 'openai/gpt-5.6': 'gpt-5.6-sol' };
/** Limits that a running LiteLLM 1.106.2 answered otherwise than the map of this date. */
const CORRECTIONS = { 'google/gemini-2.5-flash': { maxOutputTokens: 65536 } };
/** Nano-dollars per million, from the provider's price page (openai.com/api/pricing: $12 for a million tokens of audio out). */
const PRICE_CORRECTIONS = {
  'openai/gpt-4o-mini-tts': { outputAudio: 12_000_000_000 },
};
/** Thinking is off there unless it is asked for. */
const THINKS_WHEN_ASKED = ['anthropic'];

const UNITS = {
  input: 'input_cost_per_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite5m: 'cache_creation_input_token_cost',
  cacheWrite1h: 'cache_creation_input_token_cost_above_1hr',
  inputAudio: 'input_cost_per_audio_token',
  output: 'output_cost_per_token',
  reasoning: 'output_cost_per_reasoning_token',
  outputAudio: 'output_cost_per_audio_token',
  inputImage: 'input_cost_per_image_token',
  outputImage: 'output_cost_per_image_token',
  second: 'input_cost_per_second',
  character: 'input_cost_per_character',
};
/** genai-prices' names of the same. */
const GENAI = {
  input: 'input_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite5m: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  inputAudio: 'input_audio_mtok',
  output: 'output_mtok',
  reasoning: 'output_reasoning_mtok',
  outputAudio: 'output_audio_mtok',
  inputImage: 'input_image_mtok',
  outputImage: 'output_image_mtok',
};

await main(async () => {
  const [mapFile, date] = process.argv.slice(2);
  if (mapFile === undefined || !/^\d{4}-\d\d-\d\d$/.test(date ?? ''))
    throw new Problem('usage: node tools/generate-model-facts.mjs <model map.json> <YYYY-MM-DD>');
  const map = JSON.parse(readFileSync(mapFile, 'utf8'));
  const rows = Object.entries(map).flatMap(([name, entry]) => rowsOf(name, entry, map));
  // The map lists some models with and without their provider's prefix.
  const models = [...new Map(rows.map((row) => [`${row.book}/${row.model}`, row])).values()];
  const source =
    'github.com/BerriAI/litellm model_prices_and_context_window.json (MIT), trimmed by tools/generate-model-facts.mjs';
  const file = fromRoot('libs', 'catalog', 'src', 'prices', 'model-facts.json');
  const text = JSON.stringify({
    sources: { litellm: source },
    models: models.map((row) => ({ ...row, source: 'litellm', date })),
  });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
});

function rowsOf(name, entry, map) {
  const book = BOOKS[entry.litellm_provider];
  if (book === undefined || !isListed(name, entry, book)) return [];
  const model = name.startsWith(`${entry.litellm_provider}/`) ? name.slice(entry.litellm_provider.length + 1) : name;
  const facts = compact({
    mode: entry.mode,
    maxInputTokens: entry.max_input_tokens,
    maxOutputTokens: entry.max_output_tokens,
    reasoning: entry.supports_reasoning === true && !THINKS_WHEN_ASKED.includes(book) ? true : undefined,
    ...CORRECTIONS[`${book}/${model}`],
  });
  const pictures = picturesOf(book, model, map);
  return [{ book, model, ...facts, ...pricesOf(book, model, name, entry, map), ...pictures }];
}

function isListed(name, { mode, litellm_provider: provider }, book) {
  if (MODES.includes(mode)) return true;
  // further parts of a name are a size and a quality
  return MEDIA_MODES[book]?.includes(mode) === true && !name.replace(`${provider}/`, '').includes('/');
}

function pricesOf(book, model, name, entry, map) {
  const alias = ALIASES[`${book}/${model}`] ?? undatedName(book, model, name, entry, map);
  const known = genaiUnits(book, alias ?? model);
  // A model that the package knows gets only what it lacks, and nothing from a map of another price.
  const isKnown = known.input !== undefined;
  if (
    isKnown &&
    ['input', 'output'].some(
      (unit) => known[unit] !== undefined && known[unit] !== dollarsPerMillion(entry[UNITS[unit]]),
    )
  )
    return compact({ pricedAs: alias, prices: PRICE_CORRECTIONS[`${book}/${model}`] });
  const missing = isKnown ? Object.keys(UNITS).filter((unit) => known[unit] === undefined) : Object.keys(UNITS);
  const prices = nanoPrices(entry, '', missing);
  const tiers = Object.fromEntries(
    ['flex', 'priority']
      .map((tier) => [tier, nanoPrices(entry, `_${tier}`, Object.keys(UNITS))])
      .filter(([, value]) => Object.keys(value).length > 0),
  );
  return compact({ pricedAs: alias, prices: nonEmpty(prices), serviceTiers: nonEmpty(tiers) });
}

/** The map has an entry for each size and quality (`hd/1024-x-1792/dall-e-3`); one by the pixel is a hair below the price page. */
function picturesOf(book, model, map) {
  const usual = PICTURES[`${book}/${model}`];
  if (usual === undefined) return {};
  const byTokens = usual.quality === 'auto';
  const rows = Object.entries(map).flatMap(([key, { input_cost_per_image: whole, input_cost_per_pixel: pixel }]) => {
    const [, quality, width, height, name] = /^(?:(\w+)\/)?(\d+)-x-(\d+)\/(.+)$/.exec(key) ?? [];
    const dollars = whole ?? (pixel === undefined ? undefined : pixel * width * height);
    if (name !== model || dollars === undefined || (byTokens && UNCHOSEN.includes(quality))) return [];
    return [pictureRow(`${width}x${height}`, quality, dollars)];
  });
  const added = Object.entries(PICTURE_ADDITIONS[`${book}/${model}`] ?? {}).flatMap(([quality, sizes]) =>
    Object.entries(sizes).map(([size, dollars]) => pictureRow(size, quality, dollars)),
  );
  return { pictures: { ...usual, rows: [...rows, ...added] }, ...(!byTokens && { retired: true }) };
}

/** The page has tenths of a cent. */
function pictureRow(size, quality, dollars) {
  return compact({ size, quality, image: Math.round(dollars * 1e3) * 1e12 });
}

/** `gpt-4o` for `gpt-4o-2024-11-20`, where the map prices both alike and the package knows the shorter name only. */
function undatedName(book, model, name, entry, map) {
  if (genaiUnits(book, model).input !== undefined) return undefined;
  const undated = model.replace(/-(\d{4}-\d\d-\d\d|\d{8}|latest)$/, '');
  const other = map[name.slice(0, name.length - model.length) + undated];
  const same = other !== undefined && Object.values(UNITS).every((unit) => other[unit] === entry[unit]);
  return undated !== model && same && genaiUnits(book, undated).input !== undefined ? undated : undefined;
}

/** The latest base prices that the package has for exactly this id, dollars per million tokens. */
function genaiUnits(book, id) {
  const model = findProvider({ providerId: book })?.models.find((candidate) => candidate.id === id);
  if (model === undefined) return {};
  const dated = Array.isArray(model.prices)
    ? model.prices.filter((row) => row.constraint?.type !== 'time_of_date')
    : [{ prices: model.prices }];
  const prices = dated.at(-1).prices;
  return Object.fromEntries(
    Object.entries(GENAI).flatMap(([unit, key]) =>
      prices[key] === undefined ? [] : [[unit, prices[key].base ?? prices[key]]],
    ),
  );
}

function dollarsPerMillion(dollars) {
  return dollars === undefined ? undefined : Math.round(dollars * 1e12) / 1e6;
}

/** Nano-dollars per million tokens. */
function nanoPrices(entry, suffix, units) {
  return Object.fromEntries(
    units.flatMap((unit) => {
      const price = entry[`${UNITS[unit]}${suffix}`];
      return typeof price === 'number' ? [[unit, Math.round(price * 1e15)]] : [];
    }),
  );
}

function nonEmpty(object) {
  return Object.keys(object).length === 0 ? undefined : object;
}

function compact(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
