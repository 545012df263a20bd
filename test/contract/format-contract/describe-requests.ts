import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { ClientFormat } from '@tollgate/formats';
import { deepFreeze } from '../deep-freeze.js';
import type { Exchange } from '../recordings.js';
import type { FormatUnderTest } from './format-under-test.js';

/** What holds of every recorded request. */
export function describeRequests(format: FormatUnderTest, requests: readonly Exchange[]): void {
  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: decoded and encoded again it is the same body',
    (_, exchange) => {
      const body = requestOf(exchange);
      const encoded = encode(format, body);
      const model = format.modelInAddress === true ? {} : { model: format.target.model };
      const expected = { ...(format.normaliseRequest?.(body) ?? body), ...model };
      expect(encoded).toEqual(expected);
    },
  );

  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: unknown members reach the provider',
    (_, exchange) => {
      const body = { ...requestOf(exchange), x_unknown_member: { a: [1, null, 'x'] } };
      expect(encode(format, body)).toMatchObject({ x_unknown_member: { a: [1, null, 'x'] } });
    },
  );

  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: building is deterministic and holds no credential',
    (_, exchange) => {
      const request = decode(format, requestOf(exchange));
      const target = deepFreeze(format.target);
      const [first, second] = [1, 2].map(() => unwrap(format.operation.buildRequest(request, target, undefined)));
      expect(second).toEqual(first);
      if (first === undefined) throw new Error('not built');
      const signed = format.operation.sign(deepFreeze(first.spec), format.credential, 0);
      const secrets = Object.values(format.credential);
      expect(secrets.some((secret) => JSON.stringify(first.spec).includes(secret))).toBe(false);
      expect(secrets.some((secret) => (signed.body ?? '').includes(secret))).toBe(false);
      expect(secrets.some((secret) => JSON.stringify(signed.headers).includes(secret))).toBe(true);
    },
  );

  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: a granted output limit stands in the bytes',
    (_, exchange) => {
      const { outputLimit } = format.operation;
      if (outputLimit === 'none') throw new Error('the suite expects an operation with an output limit');
      const request = decode(format, requestOf(exchange));
      const granted = Math.min(7, request.maxOutputTokens ?? 7);
      const built = unwrap(format.operation.buildRequest(request, format.target, granted));
      const body = JSON.parse(built.spec.body ?? '') as JsonObject;
      const limits = [outputLimit.field, ...outputLimit.siblings]
        .map((field) => readPath(body, field))
        .filter((value) => value !== undefined);
      expect(limits).toEqual([granted]);
      expect(built.outputLimit).toBe(granted);
    },
  );
}

function decode(format: FormatUnderTest, body: JsonObject): CanonicalRequest {
  return deepFreeze(unwrap(clientOf(format).decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));
}

function encode(format: FormatUnderTest, body: JsonObject): JsonObject {
  return unwrap(format.upstream.encodeRequest(decode(format, body), deepFreeze(format.target))).body;
}

function unwrap<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error },
): T {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function clientOf({ client }: FormatUnderTest): ClientFormat {
  if (client === undefined) throw new Error('no client speaks this dialect');
  return client;
}

function requestOf(exchange: Exchange): JsonObject {
  if (exchange.request === undefined) throw new Error('no request was recorded');
  return exchange.request;
}

/** The member that a limit's path names. */
function readPath(body: JsonObject, field: string): JsonValue | undefined {
  return field
    .split('.')
    .reduce<JsonValue | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), body);
}
