export interface AdminAnswer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface CallOptions {
  /** Secret of the caller; null sends none. The master key unless told otherwise. */
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const MASTER_KEY = 'sk-master-0123456789abcdef';

/** One HTTP call to an admin: `callAdmin(base, 'POST /key/generate', {body})`. */
export async function callAdmin<Body = Record<string, unknown>>(
  base: string,
  route: string,
  options: CallOptions = {},
): Promise<AdminAnswer<Body>> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const key = options.key === undefined ? MASTER_KEY : options.key;
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const body = (text === '' ? null : JSON.parse(text)) as Body;
  return { status: response.status, headers: response.headers, body };
}
