import {
  BadRequestException,
  Catch,
  HttpException,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { ERROR_CODES, GatewayError } from '@tollgate/canonical';
import { isDatabaseUnavailable } from '@tollgate/persistence';
import type { Logger } from '@tollgate/telemetry';
import type { Express, IRoute, Request, Response } from 'express';

/** Every answer of the admin that is an error: LiteLLM's envelope, or FastAPI's `{"detail"}` where LiteLLM has that. */
@Catch()
export class LitellmErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const answer = isUnrouted(error) ? unrouted(host.switchToHttp().getRequest<Request>()) : this.answerTo(error);
    if (answer instanceof GatewayError) sendEnvelope(response, answer);
    else response.status(answer.getStatus()).json(answer.getResponse());
  }

  /** An HttpException only when it carries a body of its own in FastAPI's form. */
  private answerTo(error: unknown): GatewayError | HttpException {
    if (error instanceof GatewayError) return error;
    if (error instanceof HttpException) return hasDetail(error) ? error : fromNest(error);
    const refused = fromBodyParser(error);
    if (refused !== undefined) return refused;
    if (isDatabaseUnavailable(error)) return storeUnavailable(error);
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.logger.error({ stack }, 'an admin route failed');
    return new GatewayError('internal_error', { message: 'Internal server error', cause: error });
  }
}

function storeUnavailable(cause: unknown): GatewayError {
  const message = 'The database cannot be asked at the moment. Try again.';
  return new GatewayError('store_unavailable', { message, cause, retryAfterMs: 1000 });
}

function sendEnvelope(response: Response, error: GatewayError): void {
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  if (error.retryAfterMs !== undefined) response.setHeader('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
  response.status(error.status).json({
    error: { message: error.message, type: error.type, param: error.param ?? null, code: String(error.status) },
  });
}

function hasDetail(error: HttpException): boolean {
  const body = error.getResponse();
  return typeof body === 'object' && 'detail' in body;
}

/** Nest's own words for a path or method that no handler has; what handlers do not find they say with a body of their own. */
function isUnrouted(error: unknown): boolean {
  return error instanceof NotFoundException && !hasDetail(error);
}

function unrouted({ app, path }: Request): GatewayError {
  const allow = methodsAt(app as Express, path).join(', ');
  if (allow === '') return new GatewayError('route_not_found', { message: 'Not Found' });
  return new GatewayError('method_not_allowed', { message: `Method not allowed. Use ${allow}.`, headers: { allow } });
}

/** The methods that Express has handlers for at a path. */
function methodsAt({ router }: Express, path: string): readonly string[] {
  const routes = router.stack.filter((layer): layer is RoutedLayer => layer.route !== undefined && 'match' in layer);
  const here = routes.filter((layer) => layer.match(path)).flatMap(({ route }) => route.stack);
  return [...new Set(here.map(({ method }) => method.toUpperCase()))].sort();
}

/** Of the package `router` (2.3.0), whose types leave out how a layer is asked. */
type RoutedLayer = Express['router']['stack'][number] & { readonly route: IRoute; match(path: string): boolean };

/** What Nest itself throws: a body or path that cannot be parsed. */
function fromNest(error: HttpException): GatewayError | HttpException {
  if (error instanceof BadRequestException || isUnverified(error.cause)) {
    const detail = [
      { type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', ctx: { error: error.message } },
    ];
    return new HttpException({ detail }, ERROR_CODES.validation_failed.status);
  }
  return new GatewayError('internal_error', { message: error.message, status: error.getStatus() });
}

/** What the parser of bodies was told to verify does not hold (`verify` of body-parser 2.4.0). */
function isUnverified(cause: unknown): boolean {
  return (cause as { type?: unknown } | undefined)?.type === 'entity.verify.failed';
}

/** Express' body parsers throw errors with a status and a `type` (`entity.too.large`, `encoding.unsupported` …). */
function fromBodyParser(error: unknown): GatewayError | undefined {
  const { status, type, message } = error as { status?: unknown; type?: unknown; message?: unknown };
  if (typeof status !== 'number' || typeof type !== 'string' || status >= 500) return undefined;
  const code = status === ERROR_CODES.body_too_large.status ? 'body_too_large' : 'invalid_request';
  return new GatewayError(code, { message: typeof message === 'string' ? message : 'bad request', status });
}
