import { parseEvents, type StreamEvent } from './parse-events.js';

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
  /** Events of a stream; empty for any other answer. */
  readonly events: readonly StreamEvent[];
}

export interface CallOptions {
  /** Secret of the caller; null sends none. The master key unless told otherwise. */
  readonly key?: string | null;
  readonly body?: unknown;
  /** A form, instead of `body`. */
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

interface Called {
  readonly url: string;
  readonly masterKey: string;
}

/** One HTTP call, answered whole: `callGateway(gateway, 'POST /key/generate', {body})`. */
export async function callGateway<Body = Record<string, unknown>>(
  gateway: Called,
  route: string,
  options: CallOptions = {},
): Promise<Answer<Body>> {
  const response = await openCall(gateway, route, options);
  const text = await response.text();
  const stream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (stream ? undefined : readJson(text)) as Body,
    text,
    events: stream ? parseEvents(text) : [],
  };
}

/** The same, answer unread. */
export function openCall(gateway: Called, route: string, options: CallOptions = {}): Promise<Response> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const key = options.key === undefined ? gateway.masterKey : options.key;
  return fetch(gateway.url + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.form === undefined ? {} : { body: options.form }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? null : text;
  }
}
