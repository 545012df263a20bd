import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { DataPlaneRoute } from './documentation/add-data-plane-paths.js';
import { buildDocument } from './documentation/document.js';

export interface AdminSurface {
  /** Shown in the OpenAPI document. */
  readonly version: string;
  /** The gateway's route table, so that one document shows both planes; none where the admin stands alone. */
  readonly dataPlane: readonly DataPlaneRoute[];
}

/**
 * What the admin needs of the Nest application it is mounted on, which is made with `bodyParser: false`: parsers, `/docs` and `/openapi.json`.
 * Call it before `listen`.
 */
export function configureAdmin(app: NestExpressApplication, surface: AdminSurface): void {
  app.disable('x-powered-by');
  parseBodies(app);
  readPathsByCase(app);
  SwaggerModule.setup('docs', app, () => buildDocument(app, surface.version, surface.dataPlane), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Tollgate',
  });
}

/**
 * JSON, and the form of the one page that has one. Any other form is read as the text that it is and so refused (422, as LiteLLM does): what
 * `curl -d` sends without a content type looks like a form of one odd name, and every limit in it would be ignored.
 */
function parseBodies(app: NestExpressApplication): void {
  const isForm = ({ headers }: IncomingMessage): boolean =>
    /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const isLogin = ({ url }: IncomingMessage): boolean => /^\/login(\?|$)/.test(url ?? '');
  app.use(parseQueryOnce);
  app.useBodyParser('json', JSON_BODY);
  app.useBodyParser('urlencoded', {
    extended: false,
    type: (request: IncomingMessage) => isForm(request) && isLogin(request),
  });
  app.useBodyParser('text', { type: isForm });
}

/**
 * JSON is UTF-8 (RFC 8259, 8.1): what is none would be stored as another text than was sent. `verify` goes to Express as it is; Nest's type
 * leaves it out, since Nest sets it itself where raw bodies are kept.
 */
const JSON_BODY = {
  limit: '1mb',
  verify: (_request: IncomingMessage, _response: ServerResponse, bytes: Buffer): void => {
    if (!isUtf8(bytes)) throw new Error('invalid UTF-8');
  },
};

/** Express 5 reads it anew whenever it is asked for; what is remembered of it is remembered of one object. */
function parseQueryOnce(request: Request, _response: Response, next: NextFunction): void {
  Object.defineProperty(request, 'query', { value: request.query, configurable: true });
  next();
}

/**
 * A route has one spelling, as at LiteLLM: what limits a key to some routes reads the path as the router does. Nest has made Express'
 * router by now, which reads `case sensitive routing` once; its own property is read at each route (`router` 2.3.0).
 */
function readPathsByCase(app: NestExpressApplication): void {
  const { router } = app.getHttpAdapter().getInstance();
  Object.assign(router, { caseSensitive: true });
}
