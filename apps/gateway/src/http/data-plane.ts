import type { IncomingMessage, ServerResponse } from 'node:http';
import { extractCredential } from '@tollgate/auth';
import { type ErrorCode, GatewayError } from '@tollgate/canonical';
import { type ClientFormat, openaiChatClient } from '@tollgate/formats';
import { assertNever } from '@tollgate/kernel';
import { handleObject } from '../objects/handle-object.js';
import { handleRequest } from '../pipeline/handle-request.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { sendPlainError } from '../pipeline/send-error.js';
import { surfaceFor, SURFACES } from '../pipeline/surface.js';
import { Exchange } from './exchange.js';
import type { FrontHandler } from './gateway-express-adapter.js';
import { matchRoute, type RouteMatch } from './match-route.js';
import type { ReadRoutes } from './read-routes.js';
import { receive } from './receive.js';

interface Gate {
  /** The process is stopping: new requests are refused. */
  readonly stopping: () => boolean;
  /** False where no admin runs behind this server: everything else is then answered 503. */
  readonly adminServed: boolean;
}

/** The route table in front of Express: hands each request of the data plane to the pipeline or to a read route. */
export class DataPlane implements FrontHandler {
  constructor(
    private readonly parts: PipelineParts,
    private readonly reads: ReadRoutes,
    private readonly gate: Gate,
  ) {}

  handle(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): boolean {
    const match = matchRoute(request.method ?? '', request.url ?? '');
    if (match.kind === 'elsewhere' && this.gate.adminServed) return false;
    const exchange = new Exchange(request, response, expectsContinue);
    if (match.kind === 'route') this.serve(match, exchange);
    else this.refuse(match, exchange);
    return true;
  }

  private serve(match: Extract<RouteMatch, { kind: 'route' }>, exchange: Exchange): void {
    const { settings } = this.parts.snapshots.current();
    const ingress = receive(exchange.request, match, this.parts, settings.litellmKeyHeaderName);
    const credential = extractCredential(exchange.request.headersDistinct, settings, keysInQuery(match));
    const { target } = match.route;
    switch (target.kind) {
      case 'surface': {
        const surface = surfaceFor(target.surface, ingress.query);
        if (this.gate.stopping())
          return sendPlain(exchange, 'shutting_down', 'The gateway is shutting down. Try again.', surface.format);
        void handleRequest(this.parts, surface, ingress, credential, exchange);
        return;
      }
      case 'object':
        if (this.gate.stopping())
          return sendPlain(exchange, 'shutting_down', 'The gateway is shutting down. Try again.', openaiChatClient);
        void handleObject(this.parts, target.action, ingress, credential, exchange);
        return;
      case 'list-models':
      case 'get-model':
      case 'health':
      case 'liveness':
      case 'readiness':
      case 'readiness-details':
      case 'backlog':
      case 'drain':
      case 'metrics':
      case 'root':
        void this.reads.serve(target.kind, ingress, credential, exchange);
        return;
      default:
        assertNever(target);
    }
  }

  private refuse(match: Exclude<RouteMatch, { kind: 'route' }>, exchange: Exchange): void {
    if (match.kind === 'elsewhere') {
      sendPlain(
        exchange,
        'admin_unavailable',
        'The admin API is not served here. Ask the address of the admin process.',
        openaiChatClient,
      );
      return;
    }
    const known = match.status === 405;
    const message = known ? `Method not allowed. Use ${match.allow}.` : 'There is no such route.';
    const code = known ? 'method_not_allowed' : 'route_not_found';
    const format = match.surface === undefined ? openaiChatClient : SURFACES[match.surface].format;
    sendPlain(exchange, code, message, format, known ? { allow: match.allow } : {});
  }
}

/** Keys that stand in the address, where the route has a place for them there. */
function keysInQuery({ route, query }: Extract<RouteMatch, { kind: 'route' }>): readonly string[] {
  return route.keyParameter === undefined ? [] : new URLSearchParams(query).getAll(route.keyParameter);
}

function sendPlain(
  exchange: Exchange,
  code: ErrorCode,
  message: string,
  format: ClientFormat,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendPlainError(format, new GatewayError(code, { message }), exchange, headers);
}
