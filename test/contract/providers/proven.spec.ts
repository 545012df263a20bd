import { PROVIDERS } from '@tollgate/providers';
import { handMadeRecordings, recordingSources } from '../recording-sources.js';
import { readTraffic, type RecordedExchange } from './recorded-traffic.js';

const TRAFFIC = readTraffic();
const HAND_MADE = handMadeRecordings();
/** Answers in the process: there is no traffic to record. */
const REMOTE = PROVIDERS.filter(({ inProcess }) => inProcess === undefined);

describe('a provider is proven by one recorded text and one recorded stream, or says that it is not', () => {
  it.each(REMOTE.map((provider) => [provider.id, provider] as const))('%s', (id, { unproven }) => {
    const own = TRAFFIC.filter(
      ({ provider, status, file }) => provider.id === id && status === 200 && !HAND_MADE.has(file),
    );
    const recorded = { text: own.some(holdsText), stream: own.some(({ stream }) => stream !== undefined) };
    expect({ unproven: unproven === true, ...recorded }).toEqual(
      unproven === true ? { unproven: true, ...recorded } : { unproven: false, text: true, stream: true },
    );
    // who has both is not to hide it
    expect(unproven === true && recorded.text && recorded.stream).toBe(false);
  });
});

it('every recording names the public source that it was taken from', () => {
  const sources = recordingSources();
  expect(sources.size).toBeGreaterThan(200);
  const unnamed = [...sources].filter(([, source]) => !(source && source.repo && source.commit && source.path));
  expect(unnamed.map(([file]) => file)).toEqual([]);
});

/** Not streamed, and its words are in it, wherever the dialect has them. */
function holdsText({ stream, body }: RecordedExchange): boolean {
  return (
    stream === undefined && /"(content|text|output_text|response)":\s*("[^"]|\[\{)/.test(JSON.stringify(body ?? ''))
  );
}
