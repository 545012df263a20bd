import fc from 'fast-check';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'PRI', 'QUERY'];
const SEGMENTS = [
  ...[
    'v1',
    'V1',
    'chat',
    'completions',
    'messages',
    'models',
    'health',
    'liveness',
    'metrics',
    'key',
    'info',
    'generate',
  ],
  ...[
    'spend',
    'logs',
    'docs',
    'openapi.json',
    'm',
    'openai%2Fm',
    '..',
    '.',
    '%2e%2e',
    '',
    '%2f',
    '%5c',
    '\\',
    '%00',
    '%zz',
    '%',
  ],
  ...['%C3', ';x', '#', '%2576', '*', 'a:b', '@', '\u00e9'],
];
const HEADERS = [
  ...[
    'x-api-key',
    'api-key',
    'x-litellm-api-key',
    'accept',
    'accept-encoding',
    'content-type',
    'content-encoding',
    'cookie',
  ],
  ...[
    'expect',
    'host',
    'if-none-match',
    'origin',
    'range',
    'te',
    'trailer',
    'upgrade',
    'user-agent',
    'via',
    'x-forwarded-for',
  ],
  ...[
    'x-http-method-override',
    'x-litellm-call-id',
    'x-litellm-tags',
    'x-litellm-timeout',
    'x-litellm-num-retries',
    'x-litellm-trace-id',
  ],
  ...[
    'x-litellm-end-user-id',
    'openai-organization',
    'anthropic-beta',
    'anthropic-version',
    'langfuse_trace_id',
    'traceparent',
    '__proto__',
  ],
];
const VALUES = [
  ...[
    '',
    ' ',
    '*/*',
    'application/json',
    'text/plain',
    'gzip',
    'identity',
    '100-continue',
    'websocket',
    'Bearer sk-x',
    'sk-x',
    '0',
    '-1',
  ],
  ...['1', 'true', '"', '{}', '[]', ',', 'a,b', 'chunked', 'a\u0000', 'é', '\u00ff', 'x'.repeat(3000)],
];

const latin1 = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 8,
});
const oneOf = (known: readonly string[], strangers: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: strangers });

const KNOWN_TARGETS = [
  '/v1/chat/completions',
  '/v1/messages',
  '/v1/models',
  '/v1/models/m',
  '/key/info',
  '/key/generate',
  '/health',
];
const target = fc.oneof(
  fc.constantFrom(...KNOWN_TARGETS),
  fc
    .tuple(
      fc.constantFrom('/', '/', '//', '', 'http://x/', '?'),
      fc.array(oneOf(SEGMENTS, latin1), { maxLength: 5 }),
      fc.constantFrom('', '', '?', '?a=b', '?%00', '?a[b]=c&a=d', '#'),
    )
    .map(([prefix, segments, end]) => prefix + segments.join('/') + end),
);

/** A body with what says how long it is: right, missing, or in chunks. */
const framed = (body: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `content-length: ${String(body.length)}\r\n\r\n${body}`,
    `\r\n${body}`,
    `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    `content-length: 0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `content-length: 3\r\n\r\n${body}`,
    '\r\n',
  );
const CHAT = '{"model":"m","messages":[{"role":"user","content":"x"}]}';

/** The bytes of one HTTP request, near what is one; `authorization` may be among its headers. It asks for the connection to be closed. */
export function arbitraryRequest(authorization: () => string): fc.Arbitrary<string> {
  return fc
    .record({
      method: oneOf([...METHODS, 'GET', 'GET', 'POST', 'POST', 'POST'], latin1),
      target,
      known: fc.boolean(),
      headers: fc.array(fc.tuple(oneOf(HEADERS, latin1), oneOf(VALUES, latin1)), { maxLength: 6 }),
      rest: fc.oneof(fc.constant(CHAT), fc.constant('{}'), latin1).chain(framed),
    })
    .map(({ method, target: path, known, headers, rest }) =>
      [
        `${method} ${path} HTTP/1.1`,
        'host: x',
        'connection: close',
        ...(known ? [`authorization: Bearer ${authorization()}`] : []),
        ...headers.map(([name, value]) => `${name}: ${value}`),
        rest,
      ].join('\r\n'),
    );
}
