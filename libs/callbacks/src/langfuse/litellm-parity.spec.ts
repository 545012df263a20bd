import { IntendedDifferences, LITELLM_CALLS, recordedSpan } from '../../../../test/support/litellm-callbacks/index.js';
import { langfuseSpan } from './langfuse-span.js';

const REASONS = ['python-repr', 'secret-or-hash', 'duplicate-data'];
const settings = { host: 'http://x', publicKey: 'p', secretKey: 's', defaultTags: [] };
const ours = LITELLM_CALLS.map((call) => langfuseSpan(call, settings));
const differences = new IntendedDifferences();

/** The same calls, as a real LiteLLM sent them. */
describe('the langfuse sink beside LiteLLM', () => {
  afterAll(() => {
    expect(differences.unused).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])('sends exactly the attributes of call %i, no more and no fewer', (call) => {
    expect(Object.keys(ourSpan(call).attributes).sort()).toEqual(Object.keys(recordedSpan(call).attributes).sort());
  });

  it.each([1, 2, 3, 4, 5, 6])('sends the values of call %i but for the listed differences', (call) => {
    expect(differences.comparable(ourSpan(call).attributes)).toEqual(
      differences.comparable(recordedSpan(call).attributes),
    );
  });

  it.each([1, 2, 3, 4, 5, 6])('gives call %i the same name, trace and times', (call) => {
    const [mine, theirs] = [ourSpan(call), recordedSpan(call)];
    expect([mine.name, mine.spanContext().traceId]).toEqual([theirs.name, theirs.traceId]);
    const ms = (nano: string) => Number(BigInt(nano) / 1_000_000n);
    const times = [mine.startTime, mine.endTime].map(([seconds, nano]) => seconds * 1000 + nano / 1e6);
    expect(times).toEqual([ms(theirs.startTimeUnixNano), ms(theirs.endTimeUnixNano)]);
  });

  it('derives the span id of a generation_id as LiteLLM does', () => {
    expect(ourSpan(1).spanContext().spanId).toBe(recordedSpan(1).spanId);
  });

  it('lists no difference without one of the agreed reasons', () => {
    for (const { reason, because } of differences.all) {
      expect(REASONS).toContain(reason);
      expect(because).not.toBe('');
    }
  });
});

function ourSpan(call: number) {
  const span = ours[call - 1];
  if (span === undefined) throw new Error(`there is no call ${call}`);
  return span;
}
