import type { ModelPrice, PictureAsked, PicturePrices } from '@tollgate/canonical';
import type { NanoUsd } from '@tollgate/kernel';

/** Pixels of a picture whose size is a word (`auto`): the largest that is usual. */
const PIXELS_AUTO = 1_536 * 1_024;

/** The price list for one request of pictures: what a picture costs there depends on what was asked. Others are left as they are. */
export function priceOfPicture(price: ModelPrice | undefined, asked: PictureAsked | undefined): ModelPrice | undefined {
  if (price?.pictures === undefined || asked === undefined) return price;
  const image = dearestRow(price.pictures, asked) ?? byPixels(price.pictures, asked);
  return image === undefined ? price : { ...price, base: { ...price.base, image } };
}

/** A size or quality that no row names is the provider's choice, or a new one: then the dearest that is left counts. */
function dearestRow({ rows, size: usualSize, quality: usualQuality }: PicturePrices, asked: PictureAsked) {
  const ofSize = rows.filter(({ size }) => size === (asked.size ?? usualSize));
  const sized = ofSize.length > 0 ? ofSize : rows;
  const ofQuality = sized.filter(({ quality }) => quality === undefined || quality === (asked.quality ?? usualQuality));
  return (ofQuality.length > 0 ? ofQuality : sized).reduce<NanoUsd | undefined>(
    (dearest, { image }) => (dearest === undefined || image > dearest ? image : dearest),
    undefined,
  );
}

function byPixels({ perPixel, size: usualSize }: PicturePrices, asked: PictureAsked): NanoUsd | undefined {
  if (perPixel === undefined) return undefined;
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(asked.size ?? usualSize) ?? [];
  const pixels = width === undefined || height === undefined ? PIXELS_AUTO : Number(width) * Number(height);
  return perPixel * BigInt(pixels);
}
