/** Which code serves a route. `surface` rows walk the pipeline; the others read what is in memory. */
export type RouteTarget =
  | { readonly kind: 'surface'; readonly surface: SurfaceId }
  /** What a provider keeps for a caller: its id is the path's `{id}`. */
  | { readonly kind: 'object'; readonly action: 'get' | 'delete' | 'cancel' | 'input-items' }
  | {
      readonly kind:
        | 'list-models'
        | 'get-model'
        | 'health'
        | 'liveness'
        | 'readiness'
        | 'readiness-details'
        | 'backlog'
        | 'drain'
        | 'metrics'
        | 'root';
    };

/** A surface of the pipeline (`SURFACES`). */
type SurfaceId =
  | 'chat-completions'
  | 'completions'
  | 'responses'
  | 'messages'
  | 'embeddings'
  | 'moderations'
  | 'count-tokens'
  | 'generate-content'
  | 'stream-generate-content'
  | 'google-count-tokens'
  | 'transcriptions'
  | 'translations'
  | 'speech'
  | 'images'
  | 'image-edits';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
  /**
   * Matched byte for byte against the raw target up to `?`, but for its captures: `{model}` (may hold slashes), or an id of one segment
   * under any other name. Where there are two, the model stands first.
   */
  readonly path: string;
  readonly target: RouteTarget;
  readonly body: 'json' | 'multipart' | 'json-or-multipart' | 'none';
  readonly answer: 'bytes' | 'json' | 'json-or-sse' | 'text' | 'none';
  /**
   * `public` rows say nothing of models, callers or money. `metrics` is public only where the operator says so; `drain` is for who has its
   * token.
   */
  readonly access: 'caller' | 'public' | 'metrics' | 'drain';
  /** A parameter of the query that may hold the caller's key: taken off before anything else sees it, as the headers for it are. */
  readonly keyParameter?: 'key';
  /** For Swagger. */
  readonly summary: string;
}

const CHAT: RouteTarget = { kind: 'surface', surface: 'chat-completions' };
const COMPLETIONS: RouteTarget = { kind: 'surface', surface: 'completions' };
const RESPONSES: RouteTarget = { kind: 'surface', surface: 'responses' };
const MESSAGES: RouteTarget = { kind: 'surface', surface: 'messages' };
const COUNT_TOKENS: RouteTarget = { kind: 'surface', surface: 'count-tokens' };
const GENERATE: RouteTarget = { kind: 'surface', surface: 'generate-content' };
const GOOGLE_COUNT: RouteTarget = { kind: 'surface', surface: 'google-count-tokens' };
const STREAM_GENERATE: RouteTarget = { kind: 'surface', surface: 'stream-generate-content' };
const EMBEDDINGS: RouteTarget = { kind: 'surface', surface: 'embeddings' };
const MODERATIONS: RouteTarget = { kind: 'surface', surface: 'moderations' };
const TRANSCRIPTIONS: RouteTarget = { kind: 'surface', surface: 'transcriptions' };
const TRANSLATIONS: RouteTarget = { kind: 'surface', surface: 'translations' };
const SPEECH: RouteTarget = { kind: 'surface', surface: 'speech' };
const IMAGES: RouteTarget = { kind: 'surface', surface: 'images' };
const IMAGE_EDITS: RouteTarget = { kind: 'surface', surface: 'image-edits' };

/** What can be done with a response that its provider keeps. Its id says all: a model in the path is only where its client looks for it. */
const KEPT_RESPONSES: readonly Route[] = [
  ...everyWay('/responses/{id}', (path) => ({
    ...object('GET', path, 'get', 'A response that is kept'),
    answer: 'json-or-sse',
  })),
  ...everyWay('/responses/{id}', (path) => object('DELETE', path, 'delete', 'Deletes a response that is kept')),
  ...everyWay('/responses/{id}/cancel', (path) =>
    object('POST', path, 'cancel', 'Cancels a response that is made in the background'),
  ),
  ...everyWay('/responses/{id}/input_items', (path) =>
    object('GET', path, 'input-items', 'What a response that is kept was asked'),
  ),
];

/**
 * Every route of the data plane. What stands here is served in front of Express; nothing else beneath these prefixes is, and no
 * admin route shares one.
 */
export const ROUTES: readonly Route[] = [
  ...everyWay('/chat/completions', (path) => post(path, CHAT, 'Chat completion in OpenAI’s dialect')),
  ...everyWay('/completions', (path) => post(path, COMPLETIONS, 'Text completion in OpenAI’s older dialect')),
  ...everyWay('/responses', (path) => post(path, RESPONSES, 'Response in OpenAI’s dialect')),
  ...KEPT_RESPONSES,
  ...withAndWithoutV1('/messages', (path) => post(path, MESSAGES, 'Message in Anthropic’s dialect')),
  ...withAndWithoutV1('/messages/count_tokens', (path) =>
    json(path, COUNT_TOKENS, 'Input tokens of a message in Anthropic’s dialect'),
  ),
  ...everyWay('/embeddings', (path) => json(path, EMBEDDINGS, 'Embeddings of texts or token ids')),
  ...everyWay('/moderations', (path) => json(path, MODERATIONS, 'Moderation of texts and pictures')),
  ...everyWay('/audio/transcriptions', (path) => form(path, TRANSCRIPTIONS, 'Text of speech')),
  ...everyWay('/audio/translations', (path) => form(path, TRANSLATIONS, 'English text of speech')),
  ...everyWay('/audio/speech', (path) => ({ ...post(path, SPEECH, 'Speech of a text'), answer: 'bytes' })),
  ...everyWay('/images/generations', (path) => post(path, IMAGES, 'Pictures of a prompt')),
  ...everyWay('/images/edits', (path) => ({
    ...post(path, IMAGE_EDITS, 'Pictures of pictures and a prompt'),
    body: 'json-or-multipart',
  })),
  ...byBody('/models', (path) => get(path, { kind: 'list-models' }, 'caller', 'Models the caller may use')),
  ...byBody('/models/{model}', (path) => get(path, { kind: 'get-model' }, 'caller', 'One model')),
  ...underGoogle('generateContent', (path) => json(path, GENERATE, 'Content in Google’s dialect')),
  ...underGoogle('streamGenerateContent', (path) =>
    post(path, STREAM_GENERATE, 'Content in Google’s dialect, streamed'),
  ),
  ...underGoogle('countTokens', (path) => json(path, GOOGLE_COUNT, 'Input tokens of content in Google’s dialect')),
  get(
    '/health',
    { kind: 'health' },
    'caller',
    'What recent calls said of each deployment; with model or model_id, what it says now',
  ),
  get('/health/liveliness', { kind: 'liveness' }, 'public', 'The process answers'),
  get('/health/liveness', { kind: 'liveness' }, 'public', 'The process answers'),
  get('/health/readiness', { kind: 'readiness' }, 'public', 'Ready to serve'),
  get('/health/readiness/details', { kind: 'readiness-details' }, 'caller', 'Ready to serve, and with what'),
  get('/health/backlog', { kind: 'backlog' }, 'caller', 'Requests that this process is serving'),
  get(
    '/health/drain',
    { kind: 'drain' },
    'drain',
    'Takes the process out of service, with X-Drain-Token, and answers when nothing is in flight',
  ),
  { ...get('/metrics', { kind: 'metrics' }, 'metrics', 'Prometheus metrics'), answer: 'text' },
  // where LiteLLM's are mounted, so that scrapers are configured with it
  { ...get('/metrics/', { kind: 'metrics' }, 'metrics', 'Prometheus metrics'), answer: 'text' },
  {
    method: 'HEAD',
    path: '/',
    target: { kind: 'root' },
    body: 'none',
    answer: 'none',
    access: 'public',
    summary: 'Reachability (Claude Code asks it first)',
  },
];

/**
 * Admin routes that LiteLLM has beneath a prefix of the data plane. Each is handed on byte for byte and with its method, so that no other
 * parser can read another path as it; one that ends with an id, whatever id of one segment that is.
 */
export const ADMIN_TARGETS: ReadonlySet<string> = new Set([
  'GET /v1/access_group',
  'POST /v1/access_group',
  'GET /v1/access_group/{access_group_id}',
  'PUT /v1/access_group/{access_group_id}',
  'DELETE /v1/access_group/{access_group_id}',
  'GET /v1/unified_access_group',
  'POST /v1/unified_access_group',
  'GET /v1/unified_access_group/{access_group_id}',
  'PUT /v1/unified_access_group/{access_group_id}',
  'DELETE /v1/unified_access_group/{access_group_id}',
  'GET /health/services',
  'GET /health/history',
  'GET /health/latest',
  'GET /health/shared-status',
  'GET /health/license',
  'GET /v1/model/info',
  'POST /health/test_connection',
]);

/** First segments of the table: beneath them nothing reaches Express, but for `ADMIN_TARGETS`. */
export const DATA_PLANE_PREFIXES: ReadonlySet<string> = new Set(
  ROUTES.map((route) => route.path.split('/')[1] ?? '').filter((segment) => segment !== ''),
);

function withAndWithoutV1<Row>(path: string, row: (path: string) => Row): readonly Row[] {
  return [row(`/v1${path}`), row(path)];
}

/** Where the body names the model; beneath `/openai` as Azure's SDKs call it: with a version in the query, or their newer `/openai/v1`. */
function byBody<Row>(path: string, row: (path: string) => Row): readonly Row[] {
  return [...withAndWithoutV1(path, row), row(`/openai/v1${path}`), row(`/openai${path}`)];
}

/** Where the path names it: as Azure's SDKs call it, and OpenAI's oldest. */
function underDeployment(path: string, row: (path: string) => Route): readonly Route[] {
  return ['/openai/deployments', '/engines'].flatMap((root) => withAndWithoutV1(`${root}/{model}${path}`, row));
}

/** As Google's SDKs call it (`/v1` those of 2026, `/v1beta` the older ones); without a version as LiteLLM has it too. */
function underGoogle(method: string, row: (path: string) => Route): readonly Route[] {
  return ['/v1beta', '/v1', ''].map((version) => ({
    ...row(`${version}/models/{model}:${method}`),
    keyParameter: 'key',
  }));
}

/** By the body's model and by that of the path. */
function everyWay(path: string, row: (path: string) => Route): readonly Route[] {
  return [...byBody(path, row), ...underDeployment(path, row)];
}

function post(path: string, target: RouteTarget, summary: string): Route {
  return { method: 'POST', path, target, body: 'json', answer: 'json-or-sse', access: 'caller', summary };
}

/** A route that takes a form with files. */
function form(path: string, target: RouteTarget, summary: string): Route {
  return { ...post(path, target, summary), body: 'multipart' };
}

/** A route that never streams. */
function json(path: string, target: RouteTarget, summary: string): Route {
  return { ...post(path, target, summary), answer: 'json' };
}

function get(path: string, target: RouteTarget, access: Route['access'], summary: string): Route {
  return { method: 'GET', path, target, body: 'none', answer: 'json', access, summary };
}

function object(
  method: Route['method'],
  path: string,
  action: Extract<RouteTarget, { kind: 'object' }>['action'],
  summary: string,
): Route {
  return { method, path, target: { kind: 'object', action }, body: 'none', answer: 'json', access: 'caller', summary };
}
