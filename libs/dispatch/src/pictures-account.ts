import { type ModelPrice, type PictureAsked, totalInputTokens, type Usage } from '@tollgate/canonical';
import { pictureTokens } from '@tollgate/formats';
import { type Cost, costOf, priceOfBucket, priceOfPicture, USAGE_TOKENS_MAX } from '@tollgate/metering';
import type { LiveAttempt } from './dispatched.js';
import type { Account } from './draw-account.js';

/** What is known of an attempt's money. */
type PricedAttempt = Pick<LiveAttempt, 'pricing' | 'bound' | 'estimate' | 'atStake'>;

/**
 * What pictures are charged whose model is paid by the token and whose provider told theirs of none: the input as counted, and each picture
 * at the price that the list has for its size and quality, else at the tokens that such a picture is known to have. Nothing here depends on
 * the time they took. At most the hold; flagged estimated. undefined where the tokens were told, where they have no price, and where the
 * operator's own price of a picture says it all.
 */
export function picturesAccount(attempt: PricedAttempt, reported: Usage): Account | undefined {
  const { price } = attempt.pricing;
  const { images = 0, made, ...told } = reported;
  if (images === 0 || price === undefined || !isByTokens(price)) return undefined;
  const asked: PictureAsked = { ...attempt.bound.picture, ...made };
  const input = totalInputTokens(told) > 0 ? told : { ...told, ...countedInput(attempt) };
  const { usage, cost } = costOfPictures(input, images, asked, price);
  if (cost.costNano === undefined) return undefined;
  const costNano = cost.costNano > attempt.atStake ? attempt.atStake : cost.costNano;
  return { costNano, cost: { ...cost, costNano }, estimated: true, usage: { ...usage, images } };
}

function isByTokens({ base, pictures }: ModelPrice): boolean {
  if (priceOfBucket(base, 'outputImage') === undefined) return false;
  // by the piece or by the pixel is the operator's own price; rows are the book's
  return base.image === undefined || (pictures !== undefined && pictures.perPixel === undefined);
}

function countedInput(attempt: PricedAttempt): Pick<Usage, 'inputUncached' | 'inputImage'> {
  const { inputTokens } = attempt.estimate();
  // what of it the pictures are that were given is not known: all of it at the dearer price, as it is held
  return attempt.bound.images > 0 ? { inputUncached: 0, inputImage: inputTokens } : { inputUncached: inputTokens };
}

function costOfPictures(
  input: Usage,
  images: number,
  asked: PictureAsked,
  price: ModelPrice,
): { readonly usage: Usage; readonly cost: Cost } {
  const listed = priceOfPicture(price, asked) ?? price;
  if (listed.pictures !== undefined) return { usage: input, cost: costOf({ ...input, images }, listed) };
  const tokens = Math.min((input.outputImage ?? 0) + images * pictureTokens(asked), USAGE_TOKENS_MAX);
  const usage = { ...input, outputImage: tokens };
  return { usage, cost: costOf(usage, listed) };
}
