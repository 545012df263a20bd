import type { CanonicalRequest, GatewaySettings, Principal } from '@tollgate/canonical';
import { addBodyFacts, readHeaderFacts } from './caller-facts.js';

const SETTINGS = { userHeaderName: 'X-Portal-User' } as GatewaySettings;
const principal = (more: Partial<Principal> = {}): Principal =>
  ({ keyId: 'key', tags: [], metadata: {}, ...more }) as Principal;
const request = (more: Partial<CanonicalRequest> = {}): CanonicalRequest =>
  ({ gateway: {}, extra: {}, ...more }) as CanonicalRequest;

function facts(headers: Record<string, string>, body?: Partial<CanonicalRequest>, of: Partial<Principal> = {}) {
  const found = readHeaderFacts(headers, principal(of), SETTINGS);
  return body === undefined ? found : addBodyFacts(found, request(body), principal(of));
}

describe('the customer of a call', () => {
  it('is what the headers say before what the body says, in LiteLLM’s order', () => {
    const body = { user: 'body' };
    expect(
      facts({ 'x-litellm-customer-id': 'a', 'x-litellm-end-user-id': 'b', 'x-portal-user': 'c' }, body).customer,
    ).toBe('a');
    expect(facts({ 'x-litellm-end-user-id': 'b', 'x-portal-user': 'c' }, body).customer).toBe('b');
    expect(facts({ 'x-portal-user': 'c' }, body).customer).toBe('c');
    expect(facts({}, body).customer).toBe('body');
    expect(facts({}, { gateway: { litellmMetadata: { user: 'lm' } }, metadata: { user_id: 'm' } }).customer).toBe('lm');
    expect(facts({}, { metadata: { user_id: 'm' }, extra: { safety_identifier: 's' } }).customer).toBe('m');
    expect(facts({}, { extra: { safety_identifier: 's' } }).customer).toBe('s');
    expect(facts({ 'x-litellm-customer-id': ' ' }, {}).customer).toBeUndefined();
  });

  it('has another id with each tenant, and the same one within a tenant', () => {
    const id = (of: Partial<Principal>) => facts({ 'x-litellm-customer-id': 'alice' }, {}, of).customerId;
    expect(id({ organizationId: 'o', keyId: 'k1' })).toBe(id({ organizationId: 'o', teamId: 't', keyId: 'k2' }));
    expect(new Set([id({ organizationId: 'o' }), id({ teamId: 'o2' }), id({ keyId: 'k3' })]).size).toBe(3);
  });

  it('is cut to a length that can be kept', () => {
    expect(facts({ 'x-litellm-customer-id': 'x'.repeat(5_000) }).customer).toHaveLength(256);
  });
});

describe('other facts', () => {
  it('names the product of a client before its version, where calls are tagged with it', () => {
    const product = (userAgent: string, settings = SETTINGS) =>
      readHeaderFacts({ 'user-agent': userAgent }, principal(), settings).clientProduct;
    expect(product('OpenAI/Python 1.99.0')).toBe('OpenAI');
    expect(product('curl')).toBe('curl');
    expect(product('/1.0')).toBeUndefined();
    expect(product('x'.repeat(500))).toHaveLength(64);
    expect(product('curl/8', { ...SETTINGS, tagsNoClientProducts: true })).toBeUndefined();
  });

  it('finds a session under every name that clients use, and takes no malformed one', () => {
    expect(facts({ 'x-litellm-session-id': 'session-1', 'x-litellm-trace-id': 'trace-123' }).sessionId).toBe(
      'session-1',
    );
    expect(facts({ 'x-claude-code-session-id': 'abcdefgh' }).sessionId).toBe('abcdefgh');
    expect(
      facts({ 'x-session-id': 'abcdefgh', 'x-litellm-session-id': 'no' }, { metadata: { session_id: 'from body' } })
        .sessionId,
    ).toBe('from body');
  });

  it("labels a call with the key's tags and with the client's, wherever LiteLLM lets them stand, each once", () => {
    const found = facts(
      { 'x-litellm-tags': 'header, own,,both' },
      {
        gateway: { tags: ['root', 'both'], litellmMetadata: { tags: ['inner'] } },
        metadata: { tags: ['blue', 5, { a: 1 }, ''] },
      },
      { tags: ['own'] },
    );
    expect(found.tags).toEqual(['own', 'header', 'both', 'blue', 'inner', 'root']);
    expect(facts({}, { metadata: { tags: 'no list' } }).tags).toEqual([]);
  });

  it('has another id for a tag with each tenant: nobody spends in the name of a foreign one', () => {
    const ids = (of: Partial<Principal>) => facts({ 'x-litellm-tags': 'one' }, { metadata: { tags: ['two'] } }, of);
    const [first, second] = [ids({ teamId: 'a' }), ids({ teamId: 'b' })];
    expect(new Set([...first.tagIds, ...second.tagIds]).size).toBe(4);
    expect(first.tagOfAllIds).toEqual(second.tagOfAllIds);
    expect(facts({}, {}, { teamId: 'a', tags: ['two', 'one'] }).tagIds).toEqual([...first.tagIds].reverse());
  });

  it('keeps the tags of the key however many a client sends', () => {
    const many = Array.from({ length: 900 }, (_, index) => `tag-${String(index)}`);
    const { tags } = facts({}, { metadata: { tags: many } }, { tags: ['own'] });
    expect([tags.length, tags[0], tags[1]]).toEqual([32, 'own', 'tag-0']);
  });

  it('reads metadata for the spend logs from the body before the header, JSON or not', () => {
    expect(facts({ 'x-litellm-spend-logs-metadata': '{"a":1}' }, {}).spendLogsMetadata).toEqual({ a: 1 });
    expect(facts({ 'x-litellm-spend-logs-metadata': 'plain' }, {}).spendLogsMetadata).toBe('plain');
    expect(
      facts({ 'x-litellm-spend-logs-metadata': '{"a":1}' }, { metadata: { spend_logs_metadata: { b: 2 } } })
        .spendLogsMetadata,
    ).toEqual({ b: 2 });
  });

  it('reads metadata for the spend logs from the key where the call brings none', () => {
    const of = { metadata: { spend_logs_metadata: { app: 'x' } } };
    expect(facts({}, {}, of).spendLogsMetadata).toEqual({ app: 'x' });
    expect(facts({}, { metadata: { spend_logs_metadata: { b: 2 } } }, of).spendLogsMetadata).toEqual({ b: 2 });
  });

  it('cuts every name that is kept to a length that can be indexed', () => {
    const long = `\u0000${'é'.repeat(5_000)}`;
    const found = facts(
      {
        'x-litellm-trace-id': 't'.repeat(5_000),
        'user-agent': 'u'.repeat(5_000),
        'x-litellm-tags': 'g'.repeat(5_000),
      },
      { user: long, metadata: { session_id: long, tags: [`sent${long}`] } },
      { tags: [long] },
    );
    for (const text of [found.customer, found.sessionId, found.traceId, found.userAgent, ...found.tags]) {
      expect(text?.length).toBeLessThanOrEqual(256);
      expect(text).not.toContain('\u0000');
    }
    expect(found.tagIds).toHaveLength(found.tags.length);
  });

  it('keeps langfuse headers without their prefix', () => {
    expect(facts({ langfuse_trace_id: 't', other: 'x' }).langfuseHeaders).toEqual({ trace_id: 't' });
  });
});
