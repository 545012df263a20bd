import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '@tollgate/telemetry';

/** Health and metrics of a worker that runs alone; nothing else is served. */
export class HealthServer {
  private readonly server: Server;

  constructor(
    private readonly isReady: () => boolean,
    private readonly metrics: Metrics,
  ) {
    this.server = createServer((request, response) => {
      // a figure that cannot be read must not end the worker
      this.answer(request, response).catch(() => send(response, 500, 'application/json', '{"error":"it failed"}'));
    });
  }

  /** Resolves with the port when it listens; 0 takes a free one. Rejects when the port is in use. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (request.url?.replace(/\?.*$/, '')) {
      case '/health/liveliness':
      case '/health/liveness':
        return send(response, 200, 'application/json', '{"status":"alive"}');
      case '/health/readiness':
        return this.isReady()
          ? send(response, 200, 'application/json', '{"status":"ready"}')
          : send(response, 503, 'application/json', '{"status":"stopping"}');
      case '/metrics':
        return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await this.metrics.text());
      default:
        return send(response, 404, 'application/json', '{"error":"a worker serves only /health and /metrics"}');
    }
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
