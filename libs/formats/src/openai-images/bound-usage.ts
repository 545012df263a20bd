import type { CanonicalRequest, ImageInput, UsageBound } from '@tollgate/canonical';
import { unboundedMembers } from '../openai-operation/unbounded-members.js';

/** Members of an images request (OpenAI's API reference 2.3.0) that have no canonical place and cost nothing beyond the picture. */
export const IMAGE_MEMBERS: ReadonlySet<string> = new Set([
  'background',
  'input_fidelity',
  'moderation',
  'output_compression',
  'output_format',
  'partial_images',
  'response_format',
  'style',
]);

/**
 * Tokens of a pixel by quality: OpenAI's table of gpt-image-1 (its guide "Image generation": 272, 1,056 and 4,160 tokens for 1024 x 1024;
 * 408, 1,584 and 6,240 for 1024 x 1536) grows with the pixels. Any other word, and none, can become the best.
 */
const TOKENS_PER_PIXEL: Readonly<Record<string, number>> = { low: 0.000_27, medium: 0.001_02 };
const TOKENS_PER_PIXEL_MAX = 0.004;
/** Where the size is the model's choice: the largest of its standard sizes. */
const PIXELS_AUTO = 1536 * 1024;
/** "Each partial image incurs an additional 100 image output tokens" (the same guide). */
const TOKENS_PER_PARTIAL_IMAGE = 100;

/** The most that pictures can use: the prompt, the pictures that are given, those that are made, by the piece and in tokens. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const input = readImage(request);
  const pictures = request.choices ?? 1;
  const partial = request.extra['partial_images'];
  const partialTokens = typeof partial === 'number' ? partial * TOKENS_PER_PARTIAL_IMAGE : 0;
  return {
    inputTexts: [input.prompt],
    messages: 0,
    tools: 0,
    images: input.files.length,
    documents: 0,
    audio: 0,
    units: { images: pictures },
    picture: {
      ...(input.size !== undefined && { size: input.size }),
      ...(input.quality !== undefined && { quality: input.quality }),
    },
    outputLimit: tokensOf(input) + partialTokens,
    unbounded: unboundedMembers(request.extra, IMAGE_MEMBERS),
    choices: pictures,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
    output: 'image',
  };
}

function tokensOf({ quality, size }: ImageInput): number {
  const perPixel = (quality === undefined ? undefined : TOKENS_PER_PIXEL[quality]) ?? TOKENS_PER_PIXEL_MAX;
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? '') ?? [];
  const pixels = width === undefined || height === undefined ? PIXELS_AUTO : Number(width) * Number(height);
  return Math.ceil(pixels * perPixel);
}

/** The input of an images request; throws where somebody made one without. */
export function readImage({ input }: Pick<CanonicalRequest, 'input'>): ImageInput {
  if (input?.operation !== 'image') throw new TypeError('an images request without its input');
  return input;
}
