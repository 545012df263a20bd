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

/** What the admin needs of the Nest application it is mounted on: `/docs` and `/openapi.json`. Call it before `listen`. */
export function configureAdmin(app: NestExpressApplication, surface: AdminSurface): void {
  app.disable('x-powered-by');
  readPathsByCase(app);
  SwaggerModule.setup('docs', app, () => buildDocument(app, surface.version, surface.dataPlane), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Tollgate',
  });
}

/**
 * A route has one spelling, as at LiteLLM: what limits a key to some routes reads the path as the router does. Nest has made Express'
 * router by now, which reads `case sensitive routing` once; its own property is read at each route (`router` 2.3.0).
 */
function readPathsByCase(app: NestExpressApplication): void {
  const { router } = app.getHttpAdapter().getInstance();
  Object.assign(router, { caseSensitive: true });
}
