import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { decodeOtlpJson } from './decode-otlp-json';
import { decodeOtlpProtobuf } from './decode-otlp-protobuf';
import { FakeLangfuse } from './fake-langfuse';

type Spans = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0];
type Resource = Spans[number]['resource'];

const resource: Resource = { attributes: {}, getRawAttributes: () => [], merge: () => resource };
const context = (spanId: string) => ({ traceId: '095f9e0cacce19a23e38fbf8a60e12df', spanId, traceFlags: 1 });
const span: Spans[number] = {
  name: 'näme',
  kind: 0,
  spanContext: () => context('30b68821ca4fb1ac'),
  parentSpanContext: context('aaaaaaaaaaaaaaaa'),
  startTime: [1_795_213_878, 964_421_120],
  endTime: [1_795_213_878, 971_854_848],
  duration: [0, 7],
  ended: true,
  status: { code: 0 },
  attributes: { text: 'ü', list: ['a', 'b'], whole: -3, fraction: 0.25, yes: true, no: false },
  links: [],
  events: [],
  resource,
  instrumentationScope: { name: 'scope' },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
};
const expected = {
  traceId: '095f9e0cacce19a23e38fbf8a60e12df',
  spanId: '30b68821ca4fb1ac',
  parentSpanId: 'aaaaaaaaaaaaaaaa',
  name: 'näme',
  startTimeUnixNano: 1_795_213_878_964_421_120n,
  endTimeUnixNano: 1_795_213_878_971_854_848n,
  attributes: { text: 'ü', list: ['a', 'b'], whole: -3, fraction: 0.25, yes: true, no: false },
  scope: 'scope',
};

describe('the fake Langfuse', () => {
  it('reads what the OpenTelemetry serializers write, in both encodings', () => {
    expect(decodeOtlpProtobuf(Buffer.from(ProtobufTraceSerializer.serializeRequest([span]) ?? []))).toEqual([expected]);
    expect(decodeOtlpJson(Buffer.from(JsonTraceSerializer.serializeRequest([span]) ?? []))).toEqual([expected]);
  });

  it('refuses the old batch API, wrong credentials and what it cannot read, and counts duplicates', async () => {
    const fake = await FakeLangfuse.start();
    const authorization = `Basic ${Buffer.from('pk-lf-1:sk-lf-1').toString('base64')}`;
    const send = async (path: string, headers: Record<string, string>, body: Uint8Array) =>
      (await fetch(fake.host + path, { method: 'POST', headers, body: Buffer.from(body) })).status;
    const protobuf = { authorization, 'content-type': 'application/x-protobuf' };
    const body = ProtobufTraceSerializer.serializeRequest([span]) ?? new Uint8Array();
    expect(await send('/api/public/ingestion', protobuf, body)).toBe(400);
    expect(await send('/api/public/otel/v1/traces', { ...protobuf, authorization: 'Basic eA==' }, body)).toBe(401);
    expect(await send('/api/public/otel/v1/traces', protobuf, body.subarray(0, 40))).toBe(400);
    expect(await send('/api/public/otel/v1/traces', protobuf, body)).toBe(200);
    expect(await send('/api/public/otel/v1/traces', protobuf, body)).toBe(200);
    expect([fake.spans.length, fake.duplicates]).toEqual([2, 1]);
    await fake.stop();
  });
});
