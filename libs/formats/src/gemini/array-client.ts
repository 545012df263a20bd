import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { ClientFormat, StreamEncoder } from '../format.js';

/** Between two elements, as Google's servers write it. */
const COMMA = ',\r\n';

/** The same dialect with its events as the elements of one JSON array. */
export function arrayClient(client: ClientFormat): ClientFormat {
  return {
    ...client,
    framing: 'json-array',
    openEncoder: (context) => new ArrayEncoder(client.openEncoder(context)),
    encodeError: (error) => {
      const encoded = client.encodeError(error);
      return { ...encoded, body: [encoded.body] };
    },
    // who does not know what was sent says it after something was: an answer that has begun has an element
    encodeStreamError: (error, { nextNumber = 1 } = {}) =>
      client.encodeStreamError(error).map(({ data }) => ({ data: `${opening(nextNumber)}${data}\n]` })),
  };
}

class ArrayEncoder implements StreamEncoder {
  /** Of the next element, from 0. */
  nextNumber = 0;

  constructor(private readonly events: StreamEncoder) {}

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    return this.events.push(chunk).map((element) => this.place(element));
  }

  end(): readonly WireEvent[] {
    const last = this.events.end().map((element) => this.place(element));
    return [...last, { data: this.nextNumber === 0 ? '[\n]' : '\n]' }];
  }

  private place({ data }: WireEvent): WireEvent {
    return { data: `${opening(this.nextNumber++)}${data}` };
  }
}

/** What stands before an element. */
function opening(number: number): string {
  return number === 0 ? '[' : COMMA;
}
