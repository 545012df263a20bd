import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ExpressAdapter } from '@nestjs/platform-express';
import { oneAtATime } from './one-at-a-time.js';
import { OpenConnections } from './open-connections.js';

/** Serves the data plane's routes itself and says whether it did. */
export interface FrontHandler {
  /** True when the request was taken; false hands it to Express. */
  handle(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): boolean;
}

const HEADER_BYTES_MAX = 64 * 1024;
const HEADERS_MAX = 200;
const HEADERS_TIMEOUT_MS = 30_000;
/** Longer than the idle timeout of common load balancers (60 s), so that they close first. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Nest's Express server with the data plane's route table in front of it, on one HTTP server: the seam is Nest's own
 * `initHttpServer`. The table's routes never pass through Express.
 */
export class GatewayExpressAdapter extends ExpressAdapter {
  private connections: OpenConnections | undefined;

  constructor(private readonly front: FrontHandler) {
    super();
  }

  override initHttpServer(): void {
    const express = this.getInstance<(request: IncomingMessage, response: ServerResponse) => void>();
    const serve = oneAtATime((request, response, expectsContinue) => {
      connections.used(request.socket);
      if (this.front.handle(request, response, expectsContinue)) return;
      if (expectsContinue) response.writeContinue();
      express(request, response);
    });
    const server = makeServer(serve);
    const connections = new OpenConnections(server);
    this.connections = connections;
    this.setHttpServer(server);
  }

  override async close(): Promise<void> {
    await this.connections?.close(super.close());
  }
}

function makeServer(
  serve: (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => void,
): Server {
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: 0, noDelay: true });
  server.on('request', (request, response) => serve(request, response, false));
  server.on('checkContinue', (request, response) => serve(request, response, true));
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = HEADERS_MAX;
  server.on('upgrade', (_request, socket: Duplex) => refuse(socket));
  server.on('connect', (_request, socket: Duplex) => refuse(socket));
  return server;
}

function refuse(socket: Duplex): void {
  socket.on('error', () => undefined);
  socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', () => socket.destroy());
}
