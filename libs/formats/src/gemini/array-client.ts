import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { ClientFormat, StreamEncoder } from '../format.js';

/** Between two elements, as Google's servers write it. */
const COMMA = ',\r\n';

/**
 * The same dialect with its events as the elements of one JSON array. A stream that has begun has at least one element (its first
 * says the model's name), so that an error always is a further one.
 */
export function arrayClient(client: ClientFormat): ClientFormat {
  return {
    ...client,
    framing: 'json-array',
    openEncoder: (context) => new ArrayEncoder(client.openEncoder(context), context.requestedModel),
    encodeError: (error) => {
      const encoded = client.encodeError(error);
      return { ...encoded, body: [encoded.body] };
    },
    encodeStreamError: (error) => client.encodeStreamError(error).map(({ data }) => ({ data: `${COMMA}${data}\n]` })),
  };
}

class ArrayEncoder implements StreamEncoder {
  private begun = false;

  constructor(
    private readonly events: StreamEncoder,
    private readonly modelVersion: string,
  ) {}

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    const elements = this.events.push(chunk);
    const first =
      !this.begun && elements.length === 0 ? [{ data: JSON.stringify({ modelVersion: this.modelVersion }) }] : [];
    return [...first, ...elements].map((element) => this.place(element));
  }

  end(): readonly WireEvent[] {
    return [...this.events.end().map((element) => this.place(element)), { data: '\n]' }];
  }

  private place({ data }: WireEvent): WireEvent {
    const opening = this.begun ? COMMA : '[';
    this.begun = true;
    return { data: `${opening}${data}` };
  }
}
