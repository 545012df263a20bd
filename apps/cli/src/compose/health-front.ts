import type { FrontHandler } from '@apps/gateway';
import type { Database } from '@tollgate/persistence';

/** What a process without data plane answers in front of its admin API: the probes. */
export function healthFront(database: Database): FrontHandler {
  return {
    handle(request, response) {
      if (request.method !== 'GET') return false;
      const send = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      switch (request.url) {
        case '/health/liveliness':
        case '/health/liveness':
          send(200, "I'm alive!");
          return true;
        case '/health/readiness':
          void database.check().then(
            () => send(200, { status: 'healthy', db: 'connected' }),
            () => send(503, { status: 'unhealthy', db: 'disconnected' }),
          );
          return true;
        default:
          return false;
      }
    },
  };
}
