import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../../contract/recordings.js';

/** An answer written from a provider's published page, for what no recording shows. */
interface Derived {
  readonly page: string;
  readonly body?: unknown;
  readonly events?: readonly { readonly event?: string; readonly data: unknown }[];
  /** Of a stream of lines of JSON. */
  readonly lines?: readonly unknown[];
}

const DERIVED = JSON.parse(readFileSync(join(__dirname, 'spec-derived.json'), 'utf8')) as Readonly<
  Record<string, Derived>
>;

/** The answer of this name; throws where there is none. */
export function derivedAnswer(name: string): Pick<Exchange, 'status' | 'body' | 'stream'> {
  const derived = DERIVED[name];
  if (derived === undefined) throw new Error(`nothing is derived as ${name}`);
  const { body, events, lines } = derived;
  const stream =
    events?.map(
      ({ event, data }) => `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`,
    ) ?? lines?.map((line) => `${JSON.stringify(line)}\n`);
  return { status: 200, body, stream: stream?.join('') };
}
