import type { ModelPrice, PictureAsked, PicturePrices } from '@tollgate/canonical';
import { priceOfPicture } from './price-of-picture.js';

const rows = [
  { size: '1024x1024', quality: 'standard', image: 40n },
  { size: '1024x1792', quality: 'standard', image: 80n },
  { size: '1024x1024', quality: 'hd', image: 81n },
  { size: '1024x1792', quality: 'hd', image: 120n },
];
const listed = (pictures: PicturePrices): ModelPrice => ({
  base: { image: 1n },
  tiers: [],
  serviceTiers: {},
  pictures,
  source: 'test',
});
const imageOf = (pictures: PicturePrices, asked: PictureAsked) => priceOfPicture(listed(pictures), asked)?.base.image;

describe('the price of a picture', () => {
  it.each<[string, PictureAsked, bigint]>([
    ['nothing is said', {}, 40n],
    ['a quality is', { quality: 'hd' }, 81n],
    ['a size is', { size: '1024x1792' }, 80n],
    ['both are', { size: '1024x1792', quality: 'hd' }, 120n],
    ['the quality is left to the provider', { quality: 'auto' }, 81n],
    ['the size is left to the provider', { size: 'auto' }, 80n],
    ['both are new', { size: '9x9', quality: 'best' }, 120n],
  ])('is that of its row, or of the dearest that it can be, where %s', (_what, asked, image) => {
    expect(imageOf({ size: '1024x1024', quality: 'standard', rows }, asked)).toBe(image);
  });

  it('is that of its size where the quality makes none', () => {
    const sizes = [
      { size: '256x256', image: 16n },
      { size: '1024x1024', image: 20n },
    ];
    expect(imageOf({ size: '1024x1024', rows: sizes }, { size: '256x256', quality: 'hd' })).toBe(16n);
  });

  it.each([
    [undefined, 1_024 * 1_024],
    ['512x256', 512 * 256],
    ['auto', 1_536 * 1_024],
  ])('of size %s is that of its pixels where they have one', (size, pixels) => {
    const asked = size === undefined ? {} : { size };
    expect(imageOf({ size: '1024x1024', rows: [], perPixel: 3n }, asked)).toBe(3n * BigInt(pixels));
  });

  it('changes no other price', () => {
    const price = listed({ size: '1024x1024', rows });
    expect(priceOfPicture(price, undefined)).toBe(price);
    const { pictures: _pictures, ...flat } = price;
    expect(priceOfPicture(flat, { size: '256x256' })).toBe(flat);
    expect(priceOfPicture(undefined, {})).toBeUndefined();
  });
});
