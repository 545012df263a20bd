import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, OperationInput, Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import type { ProviderOperation } from '../adapter.js';
import { azure, azureText } from './index.js';
import { locateDeployment } from './locate-deployment.js';

const HOST = 'https://example.openai.azure.com';
const target = buildTarget('azure/my-deployment', HOST);

function build(operation: ProviderOperation | undefined, body: JsonObject, at: Partial<Target> = {}, query = {}) {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'public', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query,
  });
  if (!decoded.ok) throw decoded.error;
  const built = operation?.buildRequest(decoded.value, { ...target, ...at }, undefined);
  if (built?.ok !== true) throw new Error('not built');
  return { ...built.value.spec, json: JSON.parse(built.value.spec.body ?? '') as JsonObject };
}

const chat = (body: JsonObject, at: Partial<Target> = {}, query = {}) => build(azure.adapters.chat, body, at, query);

describe('a deployment', () => {
  const chatEndpoint = { path: ['chat', 'completions'], beneath: 'deployment' } as const;
  const locate = (at: Partial<Target>, apiVersion?: string) => {
    const gateway = apiVersion === undefined ? {} : { apiVersion };
    const { path, query } = locateDeployment({ gateway }, { ...target, ...at }, chatEndpoint);
    return [`/${path.join('/')}`, query?.['api-version']];
  };
  const classic = '/openai/deployments/my-deployment/chat/completions';

  test.each([
    ['without a version', {}, undefined, classic, '2025-02-01-preview'],
    ['with the operator’s', { apiVersion: '2024-10-21' }, undefined, classic, '2024-10-21'],
    ['with the caller’s over it', { apiVersion: '2024-10-21' }, '2024-06-01', classic, '2024-06-01'],
    ['with that of its base', { apiBase: `${HOST}?api-version=2024-02-01` }, undefined, classic, '2024-02-01'],
    ['whose caller wants another form', { apiVersion: '2024-10-21' }, 'preview', classic, '2024-10-21'],
    ['behind a path', { apiBase: `${HOST}/gate` }, undefined, `/gate${classic}`, '2025-02-01-preview'],
    ['whose base says openai', { apiBase: `${HOST}/openai` }, undefined, classic, '2025-02-01-preview'],
    [
      'whose base names another',
      { apiBase: `${HOST}/openai/deployments/other` },
      undefined,
      '/openai/deployments/other/chat/completions',
      '2025-02-01-preview',
    ],
    ['whose base is whole', { apiBase: `${HOST}${classic}` }, undefined, classic, '2025-02-01-preview'],
    ['of a series', { model: 'o_series/my-deployment' }, undefined, classic, '2025-02-01-preview'],
  ])('%s is asked in the dated form', (_, at, asked, path, version) => {
    expect(locate(at, asked)).toEqual([path, version]);
  });

  test.each([
    ['v1', {}, undefined],
    ['latest', {}, undefined],
    ['preview', {}, 'preview'],
    [undefined, { apiBase: `${HOST}/openai/v1` }, undefined],
    [undefined, { apiBase: `${HOST}/openai/v1/` }, undefined],
    ['v1', { apiBase: `${HOST}/openai/v1/chat/completions` }, undefined],
  ])('of version %s at %j is asked in the v1 form, whatever the caller’s version is', (version, at, sent) => {
    const configured = version === undefined ? {} : { apiVersion: version };
    expect(locate({ ...configured, ...at }, '2024-06-01')).toEqual(['/openai/v1/chat/completions', sent]);
  });

  test('is a segment of its own, whatever its name is', () => {
    const { path } = chat({}, { model: '../../x' });
    expect(path).toEqual(['openai', 'deployments', '../../x', 'chat', 'completions']);
  });
});

describe('a request', () => {
  test('names the deployment in its body too, without its series', () => {
    expect(chat({}, { model: 'o_series/thinker' }).json['model']).toBe('thinker');
  });

  test('to a model that reasons has the limit that covers reasoning', () => {
    expect(chat({ max_tokens: 5 }, { model: 'o_series/thinker' }).json).toMatchObject({ max_completion_tokens: 5 });
    expect(chat({ max_tokens: 5 }, { model: 'gpt-5-mini' }).json).toMatchObject({ max_completion_tokens: 5 });
    expect(chat({ max_tokens: 5 }).json).toMatchObject({ max_tokens: 5 });
  });

  test.each([
    ['2023-05-15', undefined],
    ['2024-08-01-preview', undefined],
    ['2024-09-01-preview', { include_usage: true }],
    ['v1', { include_usage: true }],
  ])('of version %s asks for the usage of a stream where that version takes it', (apiVersion, options) => {
    expect(chat({ stream: true }, { apiVersion }).json['stream_options']).toEqual(options);
  });

  test('of the Responses API stands beside the deployments', () => {
    const { path, query, json } = build(azure.adapters.responses, {}, { apiVersion: '2025-03-01-preview' });
    expect([path.join('/'), query, json['model']]).toEqual([
      'openai/responses',
      { 'api-version': '2025-03-01-preview' },
      'my-deployment',
    ]);
    expect(build(azure.adapters.responses, {}, { apiVersion: 'v1' }).path.join('/')).toBe('openai/v1/responses');
  });

  test('of legacy completions stands beneath the deployment', () => {
    expect(build(azureText.adapters.chat, {}).path.join('/')).toBe('openai/deployments/my-deployment/completions');
  });
});

describe('pictures and audio', () => {
  const clip = { field: 'file', filename: 'a.wav', mediaType: 'audio/wav', bytes: new Uint8Array([1]) };
  const picture = { field: 'image', filename: 'a.png', mediaType: 'image/png', bytes: new Uint8Array([1]) };
  const buildMedia = (input: OperationInput, at: Partial<Target> = {}) => {
    const request: CanonicalRequest = {
      operation: input.operation,
      format: 'openai-chat',
      model: 'public',
      messages: [],
      stream: false,
      streamUsage: false,
      extra: {},
      gateway: {},
      input,
    };
    const operation = azure.adapters[input.operation];
    const built = operation?.buildRequest(request, { ...target, ...at }, undefined);
    if (operation === undefined || built?.ok !== true) throw new Error('not built');
    return operation.sign(built.value.spec, { api_key: 'k' }, 0);
  };

  /** The addresses of Azure's own reference: "Azure OpenAI in Azure AI Foundry Models REST API", 2024-10-21, 2025-04-01-preview and v1. */
  test.each<[string, OperationInput]>([
    ['images/generations', { operation: 'image', prompt: 'x', files: [] }],
    ['images/edits', { operation: 'image', prompt: 'x', files: [picture] }],
    ['audio/transcriptions', { operation: 'transcription', file: clip }],
    ['audio/translations', { operation: 'translation', file: clip }],
    ['audio/speech', { operation: 'speech', text: 'x' }],
  ])('%s stands beneath the deployment, or beneath v1, and has the key in Azure’s header', (endpoint, input) => {
    const dated = buildMedia(input, { apiVersion: '2024-10-21' });
    expect([dated.origin, dated.path.join('/'), dated.query]).toEqual([
      HOST,
      `openai/deployments/my-deployment/${endpoint}`,
      { 'api-version': '2024-10-21' },
    ]);
    const newest = buildMedia(input, { apiVersion: 'v1' });
    expect([newest.path.join('/'), newest.query]).toEqual([`openai/v1/${endpoint}`, undefined]);
    for (const { headers } of [dated, newest])
      expect([headers['api-key'], headers['authorization']]).toEqual(['k', undefined]);
  });

  test('a form names the deployment and holds the file, under a content type of its own', () => {
    const { body, form, headers } = buildMedia({ operation: 'transcription', file: clip });
    expect([body, headers['content-type']]).toEqual([
      undefined,
      expect.stringMatching(/^multipart\/form-data; boundary=/),
    ]);
    expect(Buffer.from(form ?? []).toString('latin1')).toMatch(/name="model"\s+my-deployment\s[^]*filename="a\.wav"/);
  });
});

describe('the credential', () => {
  const sign = (credential: Readonly<Record<string, string>>, headers = {}) => {
    const spec = chat({}, { extraHeaders: headers });
    const { 'api-key': key, authorization } = azure.adapters.chat?.sign(spec, credential, 0).headers ?? {};
    return [key, authorization];
  };

  test.each([
    [{ api_key: 'k' }, ['k', undefined]],
    [{ azure_ad_token: 't' }, [undefined, 'Bearer t']],
    [{ api_key: 'k', azure_ad_token: 't' }, ['k', undefined]],
    [{ tenant_id: 'a', client_id: 'b', client_secret: 'c' }, [undefined, undefined]],
  ])('%j is sent as %j', (credential, sent) => {
    expect(sign(credential)).toEqual(sent);
  });

  test('of the operator’s own headers stands', () => {
    expect(sign({ api_key: 'k' }, { Authorization: 'Bearer own' })).toEqual([undefined, 'Bearer own']);
  });
});

/** Forms of errors from Azure's documentation ("Content filtering", "Error codes"): no public recording of them was found. */
test.each([
  [
    400,
    {
      error: {
        message: 'The response was filtered due to the prompt triggering Azure OpenAI’s content management policy.',
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } },
      },
    },
    'content-policy',
  ],
  [404, { error: { code: 'DeploymentNotFound', message: 'The API deployment does not exist.' } }, 'not-found'],
  [401, { error: { code: 'PermissionDenied', message: 'Principal does not have access.' } }, 'authentication'],
  [429, { error: { code: '429', message: 'Requests have exceeded the token rate limit.' } }, 'rate-limit'],
  [400, { error: { code: 'context_length_exceeded', message: 'maximum context length' } }, 'context-window'],
])('an error %i %j is of class %s', (status, body, failureClass) => {
  const operation = azure.adapters.chat;
  if (operation === undefined) throw new Error('no chat');
  expect(operation.classify(operation.format.decodeError(status, body))).toBe(failureClass);
});
