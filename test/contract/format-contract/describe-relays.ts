import type { JsonValue } from '@tollgate/kernel';
import type { WireEvent } from '@tollgate/canonical';
import type { ClientFormat } from '@tollgate/formats';
import { deepFreeze } from '../deep-freeze.js';
import type { Exchange } from '../recordings.js';
import type { FormatUnderTest } from './format-under-test.js';
import { context, eventsOf, MODEL, replaceData, runStream } from './run-stream.js';

/** What a client of the dialect gets of a provider of the same. */
export function describeRelays(
  format: FormatUnderTest,
  client: ClientFormat,
  answers: readonly Exchange[],
  streams: readonly Exchange[],
): void {
  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: relayed it is the same JSON but for the model',
    (_, exchange) => {
      const response = format.upstream.decodeResponse(deepFreeze(exchange.body));
      expect(client.encodeResponse(response, context())).toEqual(format.withModel(exchange.body as JsonValue, MODEL));
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: relayed it is the same events but for the model',
    (_, exchange) => {
      const encoder = client.openEncoder(context());
      const chunks = runStream(format, [Buffer.from(exchange.stream ?? '')]);
      const relayed = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
      const expected = eventsOf(format, exchange).map((event) =>
        replaceData(event, (data) => format.withModel(data, MODEL)),
      );
      const { closingEvent } = format;
      if (closingEvent !== undefined && expected.at(-1)?.data !== closingEvent.data) expected.push(closingEvent);
      expect(relayed.map(parsed)).toEqual(expected.map(parsed));
    },
  );
}

function parsed(event: WireEvent): unknown {
  return event.data.startsWith('{')
    ? { event: event.event, data: JSON.parse(event.data) as unknown }
    : { event: event.event, data: event.data };
}
