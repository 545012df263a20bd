import { beyondTransport } from './compare/beyond-transport.js';
import type { ProviderCall } from './compare/transcript.js';

const PROVIDER = 'http://127.0.0.1:4242';
const SENT = {
  host: '127.0.0.1:4242',
  connection: 'keep-alive',
  'content-type': 'application/json',
  'content-length': '2',
  accept: 'application/json',
};

describe('the headers of a provider call that are compared', () => {
  it('are all but those of the transport that say what they should', () => {
    expect(compared({ ...SENT, authorization: 'Bearer sk' })).toEqual({ authorization: 'Bearer sk' });
    expect(compared({ ...SENT, accept: 'text/event-stream' }, { stream: true })).toEqual({});
  });

  it.each(['x-tollgate-request', 'user-agent', 'x-forwarded-for', 'x-request-id', 'cookie', 'via', 'traceparent'])(
    'are %s too, whoever added it',
    (name) => {
      expect(compared({ ...SENT, [name]: '1' })).toEqual({ [name]: '1' });
    },
  );

  it.each([
    ['host', 'gateway.example:4000'],
    ['connection', 'close'],
    ['content-type', 'text/plain'],
    ['content-length', 'many'],
    ['accept', '*/*'],
    ['accept', 'text/event-stream'],
  ])('are a %s of %s too, which the transport would not say', (name, value) => {
    expect(compared({ ...SENT, [name]: value })).toEqual({ [name]: value });
  });

  it('are an accept of JSON for a stream too', () => {
    expect(compared(SENT, { stream: true })).toEqual({ accept: 'application/json' });
  });
});

function compared(headers: ProviderCall['headers'], body: object = {}): ProviderCall['headers'] {
  return beyondTransport({ method: 'POST', path: '/', headers, body }, PROVIDER).headers;
}
