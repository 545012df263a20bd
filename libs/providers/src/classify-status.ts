import type { FailureClass } from '@tollgate/canonical';

const BY_STATUS: Readonly<Record<number, FailureClass>> = {
  401: 'authentication',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  422: 'unprocessable',
  429: 'rate-limit',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
};

/** What an error status says by itself; `own`: statuses that mean something at this provider alone. */
export function classifyStatus(status: number, own: Readonly<Record<number, FailureClass>> = {}): FailureClass {
  return own[status] ?? BY_STATUS[status] ?? (status >= 500 ? 'server' : 'bad-request');
}
