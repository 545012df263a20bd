import { PRICE_FIELD_NAMES, type PriceFields } from '@tollgate/config';

/** The prices that an entry itself names, as written: those of `litellm_params` before those of `model_info`. Dollars. */
export function ownPrices(params: PriceFields, info: PriceFields): Readonly<Record<string, number>> {
  return Object.fromEntries(
    PRICE_FIELD_NAMES.flatMap((name) => {
      const price = params[name] ?? info[name];
      return price == null ? [] : [[name, price]];
    }),
  );
}
