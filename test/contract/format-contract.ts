import { describeAnswers } from './format-contract/describe-answers.js';
import { describeErrors } from './format-contract/describe-errors.js';
import { describeRelays } from './format-contract/describe-relays.js';
import { describeRequests } from './format-contract/describe-requests.js';
import { describeStreams } from './format-contract/describe-streams.js';
import type { FormatUnderTest } from './format-contract/format-under-test.js';
import { readRecordings } from './recordings.js';

/** The contract of every wire dialect (both directions), over all recordings of it. Call it inside a `describe`. */
export function describeFormatContract(format: FormatUnderTest): void {
  const exchanges = readRecordings(format.recordings, format);
  const answers = exchanges.filter((exchange) => exchange.status < 400 && exchange.stream === undefined);
  const streams = exchanges.filter((exchange) => exchange.stream !== undefined);
  const errors = exchanges.filter((exchange) => exchange.status >= 400);
  const requests = exchanges.filter((exchange) => exchange.request !== undefined && exchange.status < 400);

  test('the folder holds answers, streams, errors and requests', () => {
    expect([answers, streams, errors, requests].map((list) => list.length > 0)).toEqual([true, true, true, true]);
  });
  if (format.client !== undefined) describe('requests', () => describeRequests(format, requests));
  describe('answers', () => describeAnswers(format, answers));
  describe('streams', () => describeStreams(format, streams));
  const { client } = format;
  if (client !== undefined) describe('relays', () => describeRelays(format, client, answers, streams));
  describe('errors', () => describeErrors(format, errors));
}
