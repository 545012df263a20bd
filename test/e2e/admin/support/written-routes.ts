/** A field of a body, as the live documentation shows it. */
export interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** `GET /openapi.json` */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface WrittenRoute {
  /** `POST /key/generate` */
  readonly name: string;
  readonly isDataPlane: boolean;
  /** Undefined: it takes no JSON. */
  readonly fields: readonly (readonly [name: string, schema: Schema])[] | undefined;
}

export interface ReadRoute {
  /** `GET /key/list` */
  readonly name: string;
  /** Names that its query may have. */
  readonly parameters: readonly string[];
}

/** Every route of the admin in the live table that reads alone. */
export function readRoutes(document: Document): readonly ReadRoute[] {
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    if (get === undefined || get.tags?.includes('data plane') === true) return [];
    const parameters = (get.parameters ?? []).filter((parameter) => parameter.in === 'query');
    return { name: `GET ${path}`, parameters: parameters.map(({ name }) => name) };
  });
}

/** Every route of the live table that may write, with the fields of its body. */
export function writtenRoutes(document: Document): readonly WrittenRoute[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { tags, requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      if (method === 'get' || method === 'head') return [];
      return {
        name: `${method.toUpperCase()} ${path}`,
        isDataPlane: tags?.includes('data plane') === true,
        fields: schema === undefined ? undefined : Object.entries(fieldsOf(document, schema)),
      };
    }),
  );
}

function fieldsOf(document: Document, schema: Schema): Readonly<Record<string, Schema>> {
  const named = schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  return named?.properties ?? {};
}
