import type { CompletionRecord } from '@tollgate/canonical';
import { LITELLM_CALLS } from '../../../../test/support/litellm-callbacks/index.js';
import type { DeliveredRecord } from '../delivered-record.js';
import { langfuseSink } from './langfuse-sink.js';
import { langfuseSpan } from './langfuse-span.js';
import type { LangfuseSettings } from './langfuse-settings.js';

const settings: LangfuseSettings = {
  host: 'https://langfuse.test/',
  publicKey: 'pk',
  secretKey: 'sk-secret',
  defaultTags: [],
};
const [first, , , failedCall] = LITELLM_CALLS as readonly [
  DeliveredRecord,
  DeliveredRecord,
  DeliveredRecord,
  DeliveredRecord,
];

function call(extra: Partial<CompletionRecord>, from: DeliveredRecord = first): DeliveredRecord {
  return { ...from, record: { ...from.record, ...extra } };
}
function withMetadata(requestMetadata: CompletionRecord['requestMetadata'] & object): DeliveredRecord {
  return call({ requestMetadata, tags: [], userAgent: '' });
}
const attributesOf = (delivered: DeliveredRecord, own: Partial<LangfuseSettings> = {}) =>
  langfuseSpan(delivered, { ...settings, ...own }).attributes;
const withoutTexts = ({ record }: DeliveredRecord): DeliveredRecord => ({ record });
const reply = (status: number, body: string) => ({ status, body: new Uint8Array(Buffer.from(body)) });

describe('the request to Langfuse', () => {
  it("goes to the OTLP endpoint with the project's credentials and is the same each time", () => {
    const request = langfuseSink(settings).buildRequest(LITELLM_CALLS);
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://langfuse.test/api/public/otel/v1/traces',
      headers: {
        'content-type': 'application/x-protobuf',
        authorization: `Basic ${Buffer.from('pk:sk-secret').toString('base64')}`,
        'x-langfuse-ingestion-version': '4',
        'x-langfuse-public-key': 'pk',
      },
    });
    expect(langfuseSink(settings).buildRequest(LITELLM_CALLS)).toEqual(request);
  });

  it('takes a partial success for what it is and any other body of a 200 for success', () => {
    const { readReply } = langfuseSink(settings);
    expect(readReply?.(reply(200, '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too big"}}'))).toEqual({
      kind: 'rejected',
      reason: 'the sink rejected 1 observations: too big',
    });
    for (const body of ['', '{}', '{"partialSuccess":{}}', '<html>', '{"broken'])
      expect(readReply?.(reply(200, body))).toBeUndefined();
  });
});

describe('ids', () => {
  it('come from the request when the caller names none, and are the same each time', () => {
    const anonymous = withMetadata({});
    const [one, two] = [langfuseSpan(anonymous, settings), langfuseSpan(anonymous, settings)];
    expect(one.spanContext()).toEqual(two.spanContext());
    expect(one.spanContext().traceId).toBe(anonymous.record.requestId.replaceAll('-', ''));
    expect(one.spanContext().spanId).toMatch(/^[0-9a-f]{16}$/);
  });

  it('that are hex already are kept, others hashed; a parent is found by the same rule as its own id', () => {
    const hex = langfuseSpan(withMetadata({ trace_id: 'a'.repeat(32), generation_id: 'b'.repeat(16) }), settings);
    expect(hex.spanContext()).toMatchObject({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) });
    const child = langfuseSpan(withMetadata({ parent_observation_id: 'gen-id-1' }), settings);
    expect(child.parentSpanContext?.spanId).toBe('30b68821ca4fb1ac');
    expect(langfuseSpan(withMetadata({ trace_id: '0'.repeat(32) }), settings).spanContext().traceId).not.toBe(
      '0'.repeat(32),
    );
  });
});

describe("the caller's metadata", () => {
  it('reaches the trace', () => {
    const attributes = attributesOf(
      withMetadata({
        trace_user_id: 7,
        trace_release: 'r2',
        trace_version: 'v3',
        trace_public: true,
        trace_metadata: { a: { b: 1 } },
        trace_own: 'x',
        session_id: 's',
      }),
      { environment: 'staging', release: 'r1' },
    );
    expect(attributes).toMatchObject({
      'user.id': '7',
      'session.id': 's',
      'langfuse.release': 'r2',
      'langfuse.version': 'v3',
      'langfuse.environment': 'staging',
      'langfuse.trace.public': true,
      'langfuse.trace.metadata.a': '{"b":1}',
      'langfuse.trace.metadata.own': 'x',
      'langfuse.trace.name': 'litellm-acompletion',
    });
  });

  it('may come in langfuse_* headers, which win', () => {
    const headers = {
      trace_name: 'from-header',
      mask_input: 'true',
      trace_metadata: '{"k":1}',
      tags: 'a, b',
      generation_name: 'gen',
    };
    const delivered = call({ requestMetadata: { trace_name: 'from-body' }, langfuseHeaders: headers, userAgent: '' });
    expect(langfuseSpan(delivered, settings).name).toBe('gen');
    expect(attributesOf(delivered)).toMatchObject({
      'langfuse.trace.name': 'from-header',
      'langfuse.trace.metadata.k': 1,
      'langfuse.observation.input': 'redacted-by-litellm',
      'langfuse.trace.tags': ['t1', 't2', 'a', 'b'],
    });
  });

  it('links a prompt', () => {
    expect(attributesOf(withMetadata({ prompt: { name: 'greet', version: 3 } }))).toMatchObject({
      'langfuse.observation.prompt.name': 'greet',
      'langfuse.observation.prompt.version': 3,
    });
    expect(attributesOf(withMetadata({ prompt: 'greet' }))['langfuse.observation.prompt.version']).toBeUndefined();
  });

  it('writes of an existing trace only what update_trace_keys names', () => {
    const metadata = {
      existing_trace_id: 'trace-id-1',
      trace_id: 'other',
      trace_name: 'new',
      trace_user_id: 'u',
      tags: ['t'],
    };
    const traceWide = (delivered: DeliveredRecord) =>
      Object.fromEntries(
        Object.entries(attributesOf(delivered)).filter(([name]) => /^(langfuse\.trace|user\.|session\.)/.test(name)),
      );
    expect(langfuseSpan(withMetadata(metadata), settings).spanContext().traceId).toBe(
      '095f9e0cacce19a23e38fbf8a60e12df',
    );
    expect(traceWide(withMetadata(metadata))).toEqual({});
    expect(traceWide(withMetadata({ ...metadata, update_trace_keys: ['trace_name', 'output'] }))).toEqual({
      'langfuse.trace.name': 'new',
      'langfuse.trace.output': attributesOf(first)['langfuse.observation.output'],
    });
  });

  it('becomes tags where the operator asks for it', () => {
    expect(
      attributesOf(withMetadata({}), {
        defaultTags: ['user_api_key_alias', 'cache_hit', 'constructor', 'user_api_key_team_id'],
      })['langfuse.trace.tags'],
    ).toEqual(['user_api_key_alias:cb2', 'cache_hit:False']);
  });

  it('is shown whole only under debug_langfuse', () => {
    expect(
      attributesOf(withMetadata({ debug_langfuse: true, x: 1 }))['langfuse.trace.metadata.metadata_passed_to_litellm'],
    ).toContain('"x":1');
  });

  it('carries no credential to the sink', () => {
    const secrets = {
      langfuse_secret_key: 'topsecret',
      headers: { authorization: 'Bearer sk-topsecret-1234567' },
      note: 'my key is sk-topsecret-1234567',
      debug_langfuse: true,
    };
    const delivered = call({
      requestMetadata: secrets,
      keyMetadata: { logging: [{ callback_vars: { secret: 'topsecret' } }], dept: 'x' },
    });
    const text = JSON.stringify(attributesOf(delivered));
    expect(text).not.toContain('topsecret');
    expect(text).toContain('dept');
  });
});

describe('content', () => {
  it("is kept back when none was kept for this sink: prompt, answer, and a provider's message that may quote them", () => {
    const answered = attributesOf(withoutTexts(first));
    expect(answered['langfuse.observation.input']).toBe(
      '{"messages":[{"role":"user","content":"redacted-by-litellm"}]}',
    );
    expect(answered['langfuse.observation.output']).toContain('redacted-by-litellm');
    const failed = attributesOf(
      withoutTexts(call({ errorMessage: 'bad prompt: one', errorCode: 'upstream_error', httpStatus: 500 }, failedCall)),
    );
    expect(JSON.stringify(failed)).not.toContain('bad prompt');
    expect(failed['langfuse.observation.status_message']).toBe('upstream_error (HTTP 500)');
  });

  it('is masked for one side alone', () => {
    const attributes = attributesOf(withMetadata({ mask_output: true }));
    expect(attributes['langfuse.observation.output']).toBe('redacted-by-litellm');
    expect(attributes['langfuse.observation.input']).toContain('"one"');
  });
});

describe('how a call ended', () => {
  it.each([
    ['failure', 'ERROR'],
    ['refused', 'ERROR'],
    ['interrupted', 'ERROR'],
    ['cancelled', 'WARNING'],
    ['success', 'DEFAULT'],
  ] as const)('%s is level %s', (status, level) => {
    expect(attributesOf(call({ status }))['langfuse.observation.level']).toBe(level);
  });

  it('tells no usage, cost or first token of a failed call, and both of a cancelled one', () => {
    const names = (delivered: DeliveredRecord) =>
      Object.keys(attributesOf(delivered)).filter((name) => /usage_details|cost_details|completion_start/.test(name));
    expect(names(call({ status: 'failure' }))).toEqual([]);
    expect(names(call({ status: 'cancelled' }))).toHaveLength(3);
  });

  it('tells no cost where the price is unknown', () => {
    const attributes = attributesOf(call({ costNano: null }));
    expect(attributes['langfuse.observation.cost_details']).toBeUndefined();
    expect(attributes['langfuse.observation.metadata.litellm_response_cost']).toBeUndefined();
  });

  it('never ends before it began', () => {
    const span = langfuseSpan(call({ receivedAt: 1_000, endedAt: 900 }), settings);
    expect(span.endTime).toEqual(span.startTime);
  });
});
