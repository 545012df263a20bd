import type { PicturePrices, UnitPrices } from '@tollgate/canonical';
import table from './model-facts.json';

/** A row of the table: facts of a model, and prices (nano-dollars per million) where the package has none. */
export interface ModelRow {
  readonly book: string;
  readonly model: string;
  readonly mode: string;
  readonly maxInputTokens?: number;
  readonly maxOutputTokens?: number;
  readonly reasoning?: boolean;
  /** The id under which the package prices the same model. */
  readonly pricedAs?: string;
  readonly prices?: UnitPrices;
  readonly serviceTiers?: Readonly<Record<string, UnitPrices>>;
  readonly pictures?: PicturePrices;
  /** Its provider serves it no longer: it is priced for those who do, and listed nowhere. */
  readonly retired?: boolean;
  /** Day of the source, `2026-08-06`. */
  readonly date: string;
}

type JsonPrices = Readonly<Record<string, number | undefined>>;
interface JsonRow extends Omit<ModelRow, 'prices' | 'serviceTiers' | 'pictures'> {
  readonly prices?: JsonPrices;
  readonly serviceTiers?: Readonly<Record<string, JsonPrices | undefined>>;
  readonly pictures?: Omit<PicturePrices, 'rows' | 'perPixel'> & {
    readonly rows: readonly { readonly size: string; readonly quality?: string; readonly image: number }[];
  };
}

/** Our own table, by book and model, in its order. Made by tools/generate-model-facts.mjs; every row names source and date. */
export function readModelTable(): ReadonlyMap<string, ReadonlyMap<string, ModelRow>> {
  const books = new Map<string, Map<string, ModelRow>>();
  for (const row of table.models as readonly JsonRow[]) {
    const models = books.get(row.book) ?? new Map<string, ModelRow>();
    models.set(row.model, rowOf(row));
    books.set(row.book, models);
  }
  return books;
}

function rowOf({ prices, serviceTiers, pictures, ...row }: JsonRow): ModelRow {
  return {
    ...row,
    ...(prices === undefined ? {} : { prices: unitPrices(prices) }),
    ...(pictures === undefined
      ? {}
      : { pictures: { ...pictures, rows: pictures.rows.map((one) => ({ ...one, image: BigInt(one.image) })) } }),
    ...(serviceTiers === undefined
      ? {}
      : {
          serviceTiers: Object.fromEntries(
            Object.entries(serviceTiers).map(([tier, units]) => [tier, unitPrices(units ?? {})]),
          ),
        }),
  };
}

function unitPrices(units: JsonPrices): UnitPrices {
  return Object.fromEntries(
    Object.entries(units).flatMap(([unit, value]) => (value === undefined ? [] : [[unit, BigInt(value)]])),
  );
}
