import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FailureClass, Target } from '@tollgate/canonical';
import { openaiResponsesClient } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import type { ProviderOperation } from '@tollgate/providers';
import { encodePath } from '@tollgate/upstream';
import { checkIntegers } from '../compare-usage.js';
import { deepFreeze } from '../deep-freeze.js';
import { modelOf } from '../operations/read-exchanges.js';
import { targetOf } from '../targets.js';
import { readTraffic, type RecordedExchange } from './recorded-traffic.js';

type Asked = RecordedExchange & {
  readonly responses: ProviderOperation;
  readonly request: JsonObject;
  readonly url: URL;
};

/** Responses recorded at the providers that serve that API, each judged by the adapter of its own provider. */
const ASKED = readTraffic().flatMap((exchange): readonly Asked[] => {
  const { provider, request, url } = exchange;
  const { responses } = provider.adapters;
  if (responses === undefined || request === undefined || url?.pathname.endsWith('/responses') !== true) return [];
  return [{ ...exchange, responses, request, url }];
});
const ANSWERED = ASKED.filter(({ status, stream }) => status === 200 && stream === undefined);

const titled = (exchanges: readonly Asked[]): readonly (readonly [string, Asked])[] =>
  exchanges.map((exchange) => [`${exchange.provider.id} ${exchange.name}`, exchange]);

it('every provider that serves the Responses API has recordings of it', () => {
  expect([...new Set(ASKED.map(({ provider }) => provider.id))].sort()).toEqual(['azure', 'openai', 'xai']);
});

it.each(titled(ASKED.filter(({ status }) => status === 200)))('is asked as it was recorded: %s', (_, exchange) => {
  const { request, responses, provider, url } = exchange;
  const decoded = openaiResponsesClient.decodeRequest({ body: deepFreeze(request), params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const target: Target = {
    ...targetOf(provider.id),
    model: modelOf(request),
    apiBase: `${url.origin}${url.pathname}`.replace(/\/responses$/, ''),
  };
  const built = responses.buildRequest(decoded.value, deepFreeze(target), undefined);
  if (!built.ok) throw built.error;
  const { origin, path: segments, body } = built.value.spec;
  expect(`${origin}${encodePath(segments)}`).toBe(`${url.origin}${url.pathname}`);
  expect(written(JSON.parse(body ?? '') as JsonObject)).toEqual(written(request));
});

it.each(titled(ANSWERED))('tells its usage in whole numbers: %s', (_, { responses, body }) => {
  const { usage } = responses.format.decodeResponse(deepFreeze(body));
  if (usage === undefined) throw new Error('no usage was read');
  checkIntegers(usage);
});

it.each(titled(ASKED.filter(({ status }) => status >= 400)))('has a class of failure: %s', (_, exchange) => {
  const { responses, status, body, folder, file } = exchange;
  const classes = JSON.parse(readFileSync(path.join(folder, 'failure-classes.json'), 'utf8')) as JsonObject;
  const failure = responses.format.decodeError(status, body);
  expect(failure.message.trim()).not.toBe('');
  expect(responses.classify(failure)).toBe(classes[file] as FailureClass);
});

/** `stream: false` is the default, and null is absent. */
function written({ stream, ...rest }: JsonObject): JsonObject {
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return { ...present, ...(stream === true && { stream }) };
}
