import type { ProviderCall } from './transcript.js';

/** The headers that a call needs on its way, each with what it has to say: all of them, so that any other is compared. */
const TRANSPORT: Readonly<Record<string, (value: string, call: ProviderCall, host: string) => boolean>> = {
  host: (value, _call, host) => value === host,
  connection: (value) => value === 'keep-alive',
  'content-type': (value) => value === 'application/json',
  'content-length': (value) => /^[1-9]\d*$/.test(value),
  accept: (value, { body }) => value === (isStreamed(body) ? 'text/event-stream' : 'application/json'),
};

/**
 * A call without its transport headers. What stays was recorded or is a difference: a header that nobody named here, and a transport
 * header that says something else.
 */
export function beyondTransport(call: ProviderCall, providerUrl: string): ProviderCall {
  const { host } = new URL(providerUrl);
  const headers = Object.entries(call.headers).filter(([name, value]) => TRANSPORT[name]?.(value, call, host) !== true);
  return { ...call, headers: Object.fromEntries(headers) };
}

function isStreamed(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
}
