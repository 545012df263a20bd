import { readFileSync } from 'node:fs';
import path from 'node:path';
import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';
import { openaiImagesUpstream, openaiTranscriptionsUpstream, type UpstreamFormat } from '@tollgate/formats';
import { PROVIDERS, type ProviderAdapter } from '@tollgate/providers';

interface Row {
  /** Below libs/. */
  readonly recording: string;
  readonly exchange: number;
  readonly usage: Readonly<Record<string, number>>;
}

interface Difference {
  readonly recording: string;
  readonly exchange: number;
  /** By count: what is read here, and what is read there. */
  readonly counts: Readonly<Record<string, readonly [here: number, there: number]>>;
  readonly reason: string;
}

const { rows } = readJson('second-opinion.json') as { readonly rows: readonly Row[] };
const DIFFERENCES = readJson('differences.json') as readonly Difference[];

/** Parts of the totals that are charged alike, and counted together here. */
const NO_BUCKET = new Set(['input_text_tokens', 'input_text_tool_tokens', 'input_tool_tokens', 'output_text_tokens']);

/** Each format's decoder by the folder of its recordings; those of a provider's own folder are chats. */
const FORMATS: Readonly<Record<string, readonly [provider: string, operation: keyof ProviderAdapter['adapters']]>> = {
  'anthropic-messages': ['anthropic', 'chat'],
  gemini: ['gemini', 'chat'],
  'ollama-chat': ['ollama_chat', 'chat'],
  'openai-chat': ['openai', 'chat'],
  'openai-completions': ['text-completion-openai', 'chat'],
  'openai-embeddings': ['openai', 'embeddings'],
  'openai-responses': ['openai', 'responses'],
};

describe('usage, as a third party reads it in the same answers', () => {
  test.each(rows.map((row) => [`${row.recording} #${String(row.exchange)}`, row] as const))(
    '%s: is the same, or differs for a reason',
    (_, row) => {
      const { exchanges } = readJson(path.join('../../../libs', row.recording)) as {
        readonly exchanges: readonly { readonly response: { readonly body: unknown } }[];
      };
      const { usage } = formatOf(row.recording).decodeResponse(exchanges[row.exchange]?.response.body);
      if (usage === undefined) throw new Error('no usage was read');
      expect(differencesOf(usage, row)).toEqual(expectedOf(row));
    },
  );

  test('a difference that is listed has its recording and its reason, once', () => {
    const keys = (list: readonly Pick<Row, 'recording' | 'exchange'>[]): readonly string[] =>
      list.map(({ recording, exchange }) => `${recording} #${String(exchange)}`);
    expect(new Set(keys(DIFFERENCES)).size).toBe(DIFFERENCES.length);
    expect(keys(rows)).toEqual(expect.arrayContaining([...keys(DIFFERENCES)]));
    for (const { reason, counts } of DIFFERENCES) {
      expect(reason.split(' ').length).toBeGreaterThan(4);
      expect(counts).not.toEqual({});
      for (const [here, there] of Object.values(counts)) expect(here).not.toBe(there);
    }
  });
});

function expectedOf({ recording, exchange }: Row): Difference['counts'] {
  return DIFFERENCES.find((entry) => entry.recording === recording && entry.exchange === exchange)?.counts ?? {};
}

/** Counts that the third party tells and that are others here. */
function differencesOf(usage: Usage, row: Row): Difference['counts'] {
  const here: Readonly<Record<string, number>> = {
    input_tokens: totalInputTokens(usage),
    output_tokens: totalOutputTokens(usage),
    cache_read_tokens: usage.cacheRead ?? 0,
    cache_write_tokens: (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0),
    cache_write_5m_tokens: usage.cacheWrite5m ?? 0,
    cache_write_1h_tokens: usage.cacheWrite1h ?? 0,
    output_reasoning_tokens: usage.reasoning ?? 0,
    input_audio_tokens: usage.inputAudio ?? 0,
    output_audio_tokens: usage.outputAudio ?? 0,
    input_image_tokens: usage.inputImage ?? 0,
    output_image_tokens: usage.outputImage ?? 0,
    web_searches: usage.searches ?? 0,
  };
  return Object.fromEntries(
    Object.entries(row.usage).flatMap(([name, there]) => {
      if (NO_BUCKET.has(name)) return [];
      const count = here[name];
      if (count === undefined) throw new Error(`nothing is compared with ${name}`);
      return there === count ? [] : [[name, [count, there] as const]];
    }),
  );
}

function formatOf(recording: string): UpstreamFormat {
  const [lib, , folder = ''] = recording.split('/');
  if (folder === 'openai-images') return openaiImagesUpstream;
  if (folder === 'openai-audio') return openaiTranscriptionsUpstream;
  const [id, operation] =
    lib === 'providers' ? ([folder.replaceAll('-', '_'), 'chat'] as const) : (FORMATS[folder] ?? []);
  const found = PROVIDERS.find((provider) => provider.id === id)?.adapters[operation ?? 'chat'];
  if (found === undefined) throw new Error(`nobody reads ${recording}`);
  return found.format;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(__dirname, file), 'utf8')) as unknown;
}
