import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { addDataPlanePaths, type DataPlaneRoute } from './add-data-plane-paths.js';

/** The whole API as OpenAPI: the admin's routes from their DTOs, the data plane's from the gateway's table. */
export function buildDocument(
  app: INestApplication,
  version: string,
  dataPlane: readonly DataPlaneRoute[],
): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Tollgate')
    .setDescription(
      'An LLM gateway: the data plane in the dialects of OpenAI and Anthropic, and the admin API of LiteLLM.',
    )
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  return addDataPlanePaths(SwaggerModule.createDocument(app, settings), dataPlane);
}
