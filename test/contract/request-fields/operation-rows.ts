import type { JsonValue } from '@tollgate/kernel';
import { MARKER } from './cost.js';

/** What a member of a request does to the most that it can cost; `governed`: no cost, and no setting of the operator's changes it. */
type OperationCost = 'free' | 'text' | 'choices' | 'limit' | 'image' | 'unit';

export type OperationRow = readonly [value: JsonValue, cost: OperationCost];

const FREE_TEXT: OperationRow = ['x', 'free'];

/** Every member of OpenAI's requests beside chat. Files are no members: `file`, `image` and `mask` are given apart. */
export const OPERATION_ROWS: Readonly<Record<string, Readonly<Record<string, OperationRow>>>> = {
  embeddings: {
    dimensions: [8, 'free'],
    encoding_format: ['base64', 'free'],
    input: [MARKER, 'text'],
    model: FREE_TEXT,
    user: FREE_TEXT,
  },
  moderations: {
    input: [MARKER, 'text'],
    model: FREE_TEXT,
  },
  images: {
    background: ['transparent', 'free'],
    model: FREE_TEXT,
    moderation: ['low', 'free'],
    n: [3, 'choices'],
    output_compression: [50, 'free'],
    output_format: ['webp', 'free'],
    partial_images: [2, 'limit'],
    prompt: [MARKER, 'text'],
    quality: ['low', 'limit'],
    response_format: ['b64_json', 'free'],
    size: ['256x256', 'limit'],
    stream: [true, 'free'],
    style: ['vivid', 'free'],
    user: FREE_TEXT,
  },
  imageEdits: {
    background: ['transparent', 'free'],
    image: ['file', 'image'],
    input_fidelity: ['high', 'free'],
    mask: ['file', 'image'],
    model: FREE_TEXT,
    n: ['3', 'choices'],
    output_compression: ['50', 'free'],
    output_format: ['webp', 'free'],
    partial_images: ['2', 'limit'],
    prompt: [MARKER, 'text'],
    quality: ['low', 'limit'],
    response_format: ['b64_json', 'free'],
    size: ['256x256', 'limit'],
    stream: ['true', 'free'],
    user: FREE_TEXT,
  },
  transcriptions: {
    chunking_strategy: ['auto', 'free'],
    file: ['file', 'unit'],
    include: [['logprobs'], 'free'],
    keywords: [['Ruby'], 'free'],
    known_speaker_names: [['A'], 'free'],
    known_speaker_references: [['data:audio/wav;base64,AA=='], 'free'],
    language: ['en', 'free'],
    languages: [['en'], 'free'],
    model: FREE_TEXT,
    prompt: [MARKER, 'text'],
    response_format: ['srt', 'free'],
    stream: ['true', 'free'],
    temperature: ['0', 'free'],
    timestamp_granularities: [['word'], 'free'],
  },
  translations: {
    file: ['file', 'unit'],
    model: FREE_TEXT,
    prompt: [MARKER, 'text'],
    response_format: ['srt', 'free'],
    temperature: ['0', 'free'],
  },
  speech: {
    input: [`${MARKER} and more of it than fits into the least that is held`.repeat(3), 'text'],
    instructions: [MARKER, 'text'],
    model: FREE_TEXT,
    response_format: ['wav', 'free'],
    speed: [0.5, 'limit'],
    stream_format: ['sse', 'free'],
    voice: ['alloy', 'free'],
  },
};
