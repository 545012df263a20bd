import type { PictureAsked } from '@tollgate/canonical';

/** Image tokens of a picture by quality and size (OpenAI's guide "Image generation"; the same for each of its models). */
const TOKENS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  low: { '1024x1024': 272, '1024x1536': 408, '1536x1024': 400 },
  medium: { '1024x1024': 1_056, '1024x1536': 1_584, '1536x1024': 1_568 },
  high: { '1024x1024': 4_160, '1024x1536': 6_240, '1536x1024': 6_208 },
};
/** The table grows with the pixels. Any other word for a quality, and none, can become the best. */
const TOKENS_PER_PIXEL: Readonly<Record<string, number>> = { low: 0.000_27, medium: 0.001_02 };
const TOKENS_PER_PIXEL_MAX = 0.004;
/** Where the size is the model's choice: the largest of its standard sizes. */
const PIXELS_AUTO = 1536 * 1024;

/** Tokens that a picture is taken for whose provider tells none: those of the table, else the most. */
export function pictureTokens(asked: PictureAsked): number {
  const { size = '', quality = '' } = asked;
  const row = Object.hasOwn(TOKENS, quality) ? TOKENS[quality] : undefined;
  const listed = row !== undefined && Object.hasOwn(row, size) ? row[size] : undefined;
  return listed ?? pictureTokensMax(asked);
}

/** The most tokens that a picture can have: a little more than the table says, which models exceed by a few. */
export function pictureTokensMax({ quality, size }: PictureAsked): number {
  const known = quality !== undefined && Object.hasOwn(TOKENS_PER_PIXEL, quality);
  const perPixel = (known ? TOKENS_PER_PIXEL[quality] : undefined) ?? TOKENS_PER_PIXEL_MAX;
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? '') ?? [];
  const pixels = width === undefined || height === undefined ? PIXELS_AUTO : Number(width) * Number(height);
  return Math.ceil(pixels * perPixel);
}
