import { PROVIDERS } from '@tollgate/providers';
import { readTraffic, type RecordedExchange } from './recorded-traffic.js';

const TRAFFIC = readTraffic();
/** Answers in the process: there is no traffic to record. */
const REMOTE = PROVIDERS.filter(({ inProcess }) => inProcess === undefined);

describe('a provider is proven by one recorded text and one recorded stream, or says that it is not', () => {
  it.each(REMOTE.map((provider) => [provider.id, provider] as const))('%s', (id, { unproven }) => {
    const own = TRAFFIC.filter(({ provider, status }) => provider.id === id && status === 200);
    const recorded = { text: own.some(holdsText), stream: own.some(({ stream }) => stream !== undefined) };
    expect({ unproven: unproven === true, ...recorded }).toEqual(
      unproven === true ? { unproven: true, ...recorded } : { unproven: false, text: true, stream: true },
    );
    // who has both is not to hide it
    expect(unproven === true && recorded.text && recorded.stream).toBe(false);
  });
});

it('every recording names the public source that it was taken from', () => {
  const http = TRAFFIC.filter(({ file }) => file.endsWith('.http.json'));
  expect(http.length).toBeGreaterThan(50);
  expect(http.filter(({ source }) => source === undefined).map(({ name }) => name)).toEqual([]);
});

/** Not streamed, and its words are in it, wherever the dialect has them. */
function holdsText({ stream, body }: RecordedExchange): boolean {
  return (
    stream === undefined && /"(content|text|output_text|response)":\s*("[^"]|\[\{)/.test(JSON.stringify(body ?? ''))
  );
}
