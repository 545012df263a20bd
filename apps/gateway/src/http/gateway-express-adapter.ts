import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayError, internalError } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { ExpressAdapter } from '@nestjs/platform-express';
import { sendPlainError } from '../pipeline/send-error.js';
import { EDGE_DEFAULTS, type EdgeOptions } from './edge-options.js';
import { endSocket } from './end-socket.js';
import { Exchange } from './exchange.js';
import { limitExpressBody } from './limit-express-body.js';
import { OpenConnections } from './open-connections.js';
import { RequestLines } from './request-lines.js';

/** Serves the data plane's routes itself and says whether it did. */
export interface FrontHandler {
  /** True when the request was taken; false hands it to Express. */
  handle(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): boolean;
}

type Expectation = 'none' | 'continue' | 'unknown';

/**
 * Nest's Express server with the data plane's route table in front of it, on one HTTP server: the seam is Nest's own
 * `initHttpServer`. The table's routes never pass through Express.
 */
export class GatewayExpressAdapter extends ExpressAdapter {
  private readonly edge: EdgeOptions;
  private connections: OpenConnections | undefined;

  constructor(
    private readonly front: FrontHandler,
    edge: Partial<EdgeOptions> = {},
  ) {
    super();
    this.edge = { ...EDGE_DEFAULTS, ...edge };
  }

  override initHttpServer(): void {
    const lines = new RequestLines();
    const server = makeServer(this.edge);
    const connections = new OpenConnections(server);
    const enter =
      (expectation: Expectation) =>
      (request: IncomingMessage, response: ServerResponse): void => {
        connections.used(request.socket);
        lines.enter(request, response, () => this.serve(request, response, expectation));
      };
    server.on('request', enter('none')).on('checkContinue', enter('continue')).on('checkExpectation', enter('unknown'));
    const refuse = (_request: IncomingMessage, socket: Duplex): void => {
      socket.on('error', () => undefined);
      lines.after(socket, () => endSocket(socket, 501));
    };
    server.on('upgrade', refuse).on('connect', refuse);
    server.on('clientError', (error, socket) => refuseMalformed(error, socket, lines));
    this.connections = connections;
    this.setHttpServer(server);
  }

  override async close(): Promise<void> {
    await this.connections?.close(super.close());
  }

  private serve(request: IncomingMessage, response: ServerResponse, expectation: Expectation): void {
    if (request.rawHeaders.length > 2 * this.edge.headersMax) {
      refuseWith(request, response, tooManyHeaders(this.edge.headersMax));
      return;
    }
    if (expectation === 'unknown') {
      refuseWith(request, response, unknownExpectation());
      return;
    }
    if (this.front.handle(request, response, expectation === 'continue')) return;
    const refuse = (error: GatewayError): void => refuseWith(request, response, error);
    const limits = { bytesMax: this.edge.expressBodyBytesMax, totalMs: this.edge.bodyTotalMs };
    const refusal = limitExpressBody(request, response, limits, refuse);
    if (refusal !== undefined) refuse(refusal);
    else if (expectation === 'none') this.toExpress(request, response);
    else void this.continueWhenKnown(request, response);
  }

  /** Express' parsers read a body before its guards ask who sends it: a caller that waits to be told is asked here. */
  private async continueWhenKnown(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = await this.edge.refusalOf(request.headers).catch(internalError);
    if (refusal !== undefined) {
      refuseWith(request, response, refusal);
      return;
    }
    response.writeContinue();
    this.toExpress(request, response);
  }

  private toExpress(request: IncomingMessage, response: ServerResponse): void {
    this.getInstance<(request: IncomingMessage, response: ServerResponse) => void>()(request, response);
  }
}

function makeServer(edge: EdgeOptions): Server {
  const server = createServer({
    maxHeaderSize: edge.headerBytesMax,
    headersTimeout: edge.headersMs,
    keepAliveTimeout: edge.keepAliveMs,
    connectionsCheckingInterval: edge.headersCheckMs,
    // bodies have deadlines of their own, which begin when they are asked for
    requestTimeout: 0,
    noDelay: true,
    // else the first of two keys would be taken and the other forgotten
    joinDuplicateHeaders: true,
    insecureHTTPParser: false,
  });
  // Node leaves out those beyond: one more is let through, so that such a request is refused and not read without some
  server.maxHeadersCount = edge.headersMax + 1;
  server.maxConnections = edge.connectionsMax;
  return server;
}

/** Bytes that are no HTTP, or that came too late or too many. An answer that is under way is not spoilt by what follows its request. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex, lines: RequestLines): void {
  const status = statusOf(error);
  if (status === undefined) {
    socket.destroy();
    return;
  }
  const current = lines.currentOf(socket);
  if (current?.request.complete === true) lines.after(socket, () => endSocket(socket, status));
  else if (current?.response.headersSent === true) socket.destroy();
  else endSocket(socket, status);
}

/** Undefined for a connection that broke. */
function statusOf({ code }: NodeJS.ErrnoException): number | undefined {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    default:
      return code?.startsWith('HPE_') === true ? 400 : undefined;
  }
}

function refuseWith(request: IncomingMessage, response: ServerResponse, error: GatewayError): void {
  sendPlainError(openaiChatClient, error, new Exchange(request, response, false));
}

function tooManyHeaders(headersMax: number): GatewayError {
  return new GatewayError('headers_too_large', { message: `The request has more than ${headersMax} headers.` });
}

function unknownExpectation(): GatewayError {
  return new GatewayError('invalid_request', {
    message: 'Expect: only 100-continue is known.',
    param: 'expect',
    status: 417,
  });
}
