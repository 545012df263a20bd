import type { CanonicalRequest, ImageInput, UsageBound } from '@tollgate/canonical';
import { unboundedMembers } from '../openai-operation/unbounded-members.js';
import { pictureTokensMax } from './picture-tokens.js';

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
    images: input.files.length + (input.references?.length ?? 0),
    documents: 0,
    audio: 0,
    units: { images: pictures },
    picture: {
      ...(input.size !== undefined && { size: input.size }),
      ...(input.quality !== undefined && { quality: input.quality }),
    },
    outputLimit: pictureTokensMax(input) + partialTokens,
    unbounded: unboundedMembers(request.extra, IMAGE_MEMBERS),
    choices: pictures,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
    output: 'image',
  };
}

/** The input of an images request; throws where somebody made one without. */
export function readImage({ input }: Pick<CanonicalRequest, 'input'>): ImageInput {
  if (input?.operation !== 'image') throw new TypeError('an images request without its input');
  return input;
}
