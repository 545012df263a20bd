import type { OpenAPIObject } from '@nestjs/swagger';

/** What the documentation needs of a data-plane route; the gateway's route table has these members. */
export interface DataPlaneRoute {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
  /** Path template: `/v1/models/{model}`. */
  readonly path: string;
  readonly body: 'json' | 'multipart' | 'json-or-multipart' | 'none';
  readonly answer: 'bytes' | 'json' | 'json-or-sse' | 'text' | 'none';
  /** Only `caller` routes always need a key. */
  readonly access: 'caller' | 'public' | 'metrics' | 'drain';
  readonly summary: string;
}

const BODY_TYPES: Readonly<Record<DataPlaneRoute['body'], readonly string[]>> = {
  json: ['application/json'],
  multipart: ['multipart/form-data'],
  'json-or-multipart': ['application/json', 'multipart/form-data'],
  none: [],
};

const ANSWER_TYPES: Readonly<Record<DataPlaneRoute['answer'], readonly string[]>> = {
  bytes: ['audio/*'],
  json: ['application/json'],
  'json-or-sse': ['application/json', 'text/event-stream'],
  text: ['text/plain'],
  none: [],
};

/**
 * Shows the data plane in the same document as the admin API. Nest does not know those routes (they are served in front of
 * Express), so whoever mounts the admin hands over the gateway's table.
 */
export function addDataPlanePaths(document: OpenAPIObject, routes: readonly DataPlaneRoute[]): OpenAPIObject {
  const paths: OpenAPIObject['paths'] = { ...document.paths };
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return { ...document, paths };
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

function operationOf(route: DataPlaneRoute): Operation {
  const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' as const },
  }));
  const content = contentOf(ANSWER_TYPES[route.answer]);
  return {
    tags: ['data plane'],
    summary: route.summary,
    operationId: `${route.method} ${route.path}`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === 'none' ? {} : { requestBody: { required: true, content: contentOf(BODY_TYPES[route.body]) } }),
    responses: { '200': { description: 'The answer, in the dialect of the route.', content } },
    security: route.access === 'public' || route.access === 'drain' ? [] : [{ bearer: [] }],
  };
}

function contentOf(types: readonly string[]): Record<string, object> {
  return Object.fromEntries(types.map((type) => [type, {}]));
}
