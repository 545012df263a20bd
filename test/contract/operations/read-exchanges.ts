import path from 'node:path';
import type { JsonObject } from '@tollgate/kernel';
import { type Exchange, readRecordings } from '../recordings.js';

const FORMATS = path.join(__dirname, '../../../libs/formats/src');

/** A recorded success with its request. */
export type Answered = Exchange & { readonly request: JsonObject };

/** Every recorded success of a dialect's folder, by name. */
export function readExchanges(dialect: string): readonly (readonly [name: string, exchange: Answered])[] {
  return readRecordings(path.join(FORMATS, dialect, '__recordings__')).flatMap((exchange) =>
    exchange.request === undefined || exchange.status >= 400
      ? []
      : [[exchange.name, { ...exchange, request: exchange.request }] as const],
  );
}

/** The value of what must be one. */
export function valueOf<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error },
): T {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

/** The model that a request names. */
export function modelOf({ model }: JsonObject): string {
  return typeof model === 'string' ? model : '';
}
