import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LITELLM_CALLS } from './litellm-calls.js';
import { langfuseSpan } from './langfuse-span.js';

/** What LiteLLM 1.106.2 with Langfuse SDK 4.18.0 sent for the same six calls (recorded 2026-11-20). */
const recording = readJson<{ body: { resourceSpans: { scopeSpans: { spans: RecordedSpan[] }[] }[] } }[]>(
  '__recordings__/litellm-1.106.2-langfuse-otlp.json',
);
const recorded = recording.flatMap(({ body }) =>
  body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
);

interface RecordedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: RecordedValue }[];
}
interface RecordedValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly arrayValue?: { readonly values: readonly { readonly stringValue: string }[] };
}
interface Difference {
  readonly attribute: string;
  readonly members: readonly string[];
  readonly reason: string;
  readonly because: string;
}

const REASONS = ['python-repr', 'secret-or-hash', 'duplicate-data'];
const differences = readJson<readonly Difference[]>('litellm-differences.json');
const settings = { host: 'http://x', publicKey: 'p', secretKey: 's', defaultTags: [] };
const ours = LITELLM_CALLS.map((call) => langfuseSpan(call, settings));
const used = new Set<string>();

describe('the langfuse sink beside LiteLLM', () => {
  afterAll(() => {
    const all = differences.flatMap(({ attribute, members }) => members.map((member) => `${attribute} ${member}`));
    expect(all.filter((entry) => !used.has(entry))).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])('sends exactly the attributes of call %i, no more and no fewer', (call) => {
    expect(Object.keys(ourSpan(call).attributes).sort()).toEqual(
      recordedSpan(call)
        .attributes.map(({ key }) => key)
        .sort(),
    );
  });

  it.each([1, 2, 3, 4, 5, 6])('sends the values of call %i but for the listed differences', (call) => {
    const theirs = Object.fromEntries(
      recordedSpan(call).attributes.map(({ key, value }) => [key, comparable(key, recordedValue(value))]),
    );
    const mine = Object.fromEntries(
      Object.entries(ourSpan(call).attributes).map(([key, value]) => [key, comparable(key, value)]),
    );
    expect(mine).toEqual(theirs);
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
    for (const { reason, because } of differences) {
      expect(REASONS).toContain(reason);
      expect(because).not.toBe('');
    }
  });
});

function ourSpan(call: number) {
  return ours[call - 1] ?? fail(call);
}

/** LiteLLM sent call 6 twice; its first six spans are calls 1 to 6. */
function recordedSpan(call: number): RecordedSpan {
  return recorded[call - 1] ?? fail(call);
}

function fail(call: number): never {
  throw new Error(`there is no call ${call}`);
}

function recordedValue(value: RecordedValue): unknown {
  if (value.arrayValue !== undefined) return value.arrayValue.values.map((entry) => entry.stringValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.boolValue ?? value.stringValue;
}

/** JSON text as a structure without the listed members, numbers in text as numbers (Python writes 0.0), instants in milliseconds. */
function comparable(attribute: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const listed = differences
    .filter((difference) => difference.attribute === attribute)
    .flatMap(({ members }) => members);
  if (listed.includes('trailing slash')) return withoutSlash(attribute, value);
  const parsed = parse(value);
  if (attribute.endsWith('completion_start_time')) return Date.parse(String(parsed));
  for (const member of listed) removeMember(attribute, parsed, member.split('.'), member);
  return rounded(parsed);
}

function withoutSlash(attribute: string, value: string): string {
  if (value.endsWith('/')) used.add(`${attribute} trailing slash`);
  return value.replace(/\/$/, '');
}

function removeMember(attribute: string, value: unknown, path: readonly string[], member: string): void {
  const [name = '', ...rest] = path;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return;
  const holder = value as Record<string, unknown>;
  if (rest.length > 0) return removeMember(attribute, holder[name], rest, member);
  used.add(`${attribute} ${member}`);
  delete holder[name];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as T;
}
