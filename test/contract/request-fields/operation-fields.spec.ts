import type { UploadedFile } from '@tollgate/canonical';
import {
  type ClientFormat,
  openaiEmbeddings,
  openaiEmbeddingsClient,
  openaiImageEditsClient,
  openaiImagesClient,
  openaiImagesUpstream,
  openaiModerationsClient,
  openaiModerationsUpstream,
  openaiSpeechClient,
  openaiSpeechUpstream,
  openaiTranscriptionsClient,
  openaiTranscriptionsUpstream,
  openaiTranslationsClient,
  type UpstreamFormat,
} from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { MARKER } from './cost.js';
import { OPERATION_ROWS } from './operation-rows.js';
import { operations as fields } from './request-fields.json';

interface Dialect {
  readonly client: ClientFormat;
  readonly upstream: UpstreamFormat;
  /** What a request cannot be without. */
  readonly base: JsonObject;
  /** The field of the file that it cannot be without. */
  readonly file?: string;
}

const DIALECTS: Readonly<Record<keyof typeof fields, Dialect>> = {
  embeddings: { client: openaiEmbeddingsClient, upstream: openaiEmbeddings({ provider: 'p' }), base: { input: 'x' } },
  moderations: { client: openaiModerationsClient, upstream: openaiModerationsUpstream, base: { input: 'x' } },
  images: { client: openaiImagesClient, upstream: openaiImagesUpstream, base: { prompt: 'x' } },
  imageEdits: { client: openaiImageEditsClient, upstream: openaiImagesUpstream, base: { prompt: 'x' }, file: 'image' },
  transcriptions: {
    client: openaiTranscriptionsClient,
    upstream: openaiTranscriptionsUpstream,
    base: {},
    file: 'file',
  },
  translations: { client: openaiTranslationsClient, upstream: openaiTranscriptionsUpstream, base: {}, file: 'file' },
  speech: { client: openaiSpeechClient, upstream: openaiSpeechUpstream, base: { input: 'x'.repeat(99) } },
};

const upload = (field: string, size: number): UploadedFile => ({
  field,
  filename: 'f',
  mediaType: 'application/octet-stream',
  bytes: Buffer.alloc(size),
});

function bounded({ client, upstream, base, file }: Dialect, body: JsonObject, more: readonly UploadedFile[] = []) {
  const files = [...(file === undefined ? [] : [upload(file, 1)]), ...more];
  const decoded = client.decodeRequest({ body: { ...base, ...body }, files, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return upstream.boundUsage(decoded.value);
}

/** What a member was seen to do, beside a request that lacks it. */
function costsOf(dialect: Dialect, name: string, value: JsonObject[string]): readonly string[] {
  const before = bounded(dialect, {});
  const { file, ...withoutFile } = dialect;
  const after =
    value !== 'file'
      ? bounded(dialect, { [name]: value })
      : name === 'file'
        ? bounded(withoutFile, {}, [upload(name, 9_000)])
        : bounded(dialect, {}, [upload(file === name ? 'image[]' : name, 1)]);
  const seen: readonly (readonly [string, boolean])[] = [
    ['text', after.inputTexts.some((text) => text.includes(MARKER))],
    ['limit', after.outputLimit !== before.outputLimit],
    ['choices', after.choices > before.choices],
    ['image', after.images > before.images],
    ['unit', (after.units?.seconds ?? 0) > (before.units?.seconds ?? 0)],
    ['unbounded', after.unbounded.length > 0],
  ];
  const costs = seen.flatMap(([cost, is]) => (is ? [cost] : []));
  return costs.length === 0 ? ['free'] : costs;
}

describe.each(Object.keys(fields) as (keyof typeof fields)[])('every field of OpenAI’s %s', (operation) => {
  const dialect = DIALECTS[operation];
  const rows = OPERATION_ROWS[operation] ?? {};

  it('has a row', () => {
    expect(Object.keys(rows).sort()).toEqual(fields[operation]);
  });

  it.each(Object.entries(rows))('%s does to the bound what its row says', (name, [value, cost]) => {
    const costs = costsOf(dialect, name, value);
    expect(costs).toContain(cost);
    expect(costs).not.toContain('unbounded');
  });

  it('is known: what is not is without a bound, by its name', () => {
    expect(bounded(dialect, { brand_new: 'x' }).unbounded).toEqual(['brand_new: not a known parameter']);
  });
});
