/** Which code serves a route. `surface` rows walk the pipeline; the others read what is in memory. */
export type RouteTarget =
  | { readonly kind: 'surface'; readonly surface: 'chat-completions' | 'messages' }
  | { readonly kind: 'list-models' | 'get-model' | 'health' | 'liveness' | 'readiness' | 'metrics' | 'root' };

export interface Route {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /**
   * Matched byte for byte against the raw target up to `?`, but for at most one capture, with or without something behind it: `{model}`
   * (may hold slashes) or an id of one segment under any other name.
   */
  readonly path: string;
  readonly target: RouteTarget;
  readonly body: 'json' | 'multipart' | 'none';
  readonly answer: 'json' | 'json-or-sse' | 'text' | 'none';
  /** `public` rows say nothing of models, callers or money. `metrics` is public only where the operator says so. */
  readonly access: 'caller' | 'public' | 'metrics';
  /** For Swagger. */
  readonly summary: string;
}

const CHAT: RouteTarget = { kind: 'surface', surface: 'chat-completions' };
const MESSAGES: RouteTarget = { kind: 'surface', surface: 'messages' };

/**
 * Every route of the data plane. What stands here is served in front of Express; nothing else beneath these prefixes is, and no
 * admin route shares one.
 */
export const ROUTES: readonly Route[] = [
  ...withAndWithoutV1('/chat/completions', (path) => post(path, CHAT, 'Chat completion in OpenAI’s dialect')),
  post('/v1/messages', MESSAGES, 'Message in Anthropic’s dialect'),
  ...withAndWithoutV1('/models', (path) => get(path, { kind: 'list-models' }, 'caller', 'Models the caller may use')),
  ...withAndWithoutV1('/models/{model}', (path) => get(path, { kind: 'get-model' }, 'caller', 'One model')),
  get('/health', { kind: 'health' }, 'caller', 'What recent calls said of each deployment'),
  get('/health/liveliness', { kind: 'liveness' }, 'public', 'The process answers'),
  get('/health/liveness', { kind: 'liveness' }, 'public', 'The process answers'),
  get('/health/readiness', { kind: 'readiness' }, 'public', 'Ready to serve'),
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

/** First segments of the table: beneath them nothing reaches Express. */
export const DATA_PLANE_PREFIXES: ReadonlySet<string> = new Set(
  ROUTES.map((route) => route.path.split('/')[1] ?? '').filter((segment) => segment !== ''),
);

function withAndWithoutV1(path: string, row: (path: string) => Route): readonly Route[] {
  return [row(`/v1${path}`), row(path)];
}

function post(path: string, target: RouteTarget, summary: string): Route {
  return { method: 'POST', path, target, body: 'json', answer: 'json-or-sse', access: 'caller', summary };
}

function get(path: string, target: RouteTarget, access: Route['access'], summary: string): Route {
  return { method: 'GET', path, target, body: 'none', answer: 'json', access, summary };
}
