import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import type { JsonObject } from '@tollgate/kernel';
import { listFaults } from '../json-schemas/list-faults.js';
import { type Relaxation, relaxSchemas } from '../json-schemas/relax-schemas.js';

/** What LiteLLM's document describes of a call. */
export type CallPart = 'query' | 'body' | 'answer';

interface Derived {
  readonly source: string;
  /** By method and path. What the document leaves empty is absent. */
  readonly operations: Readonly<Record<string, Partial<Readonly<Record<CallPart, JsonObject>>>>>;
  readonly definitions: Readonly<Record<string, JsonObject>>;
}

/** A part of a call that LiteLLM's document describes otherwise than LiteLLM does it, or that is done otherwise here. */
interface Exception {
  readonly route: string;
  readonly part: CallPart;
  readonly reason: string;
}

interface Deviations {
  readonly definitions: readonly Relaxation[];
  readonly routes: readonly Exception[];
}

export const DEVIATIONS = readJson('deviations.json') as Deviations;
const { operations, definitions } = readJson('litellm-schemas.json') as Derived;
const OPERATIONS = new Map(Object.entries(operations).map(([route, parts]) => [unnamed(route), parts]));
const SCHEMAS = { query: schemasOf('requests', true), body: schemasOf('requests'), answer: schemasOf('answers') };
const VALIDATORS = new Map<JsonObject, ValidateFunction>();

/** Whether LiteLLM's document says anything of this part of a call of the route. */
export function isDescribed(route: string, part: CallPart): boolean {
  return OPERATIONS.get(unnamed(route))?.[part] !== undefined;
}

/** The faults of a part of a call by LiteLLM's document, the deepest first; empty where it is valid, or nothing is said of it. */
export function faultsOf(route: string, part: CallPart, value: unknown): readonly string[] {
  const schema = OPERATIONS.get(unnamed(route))?.[part];
  return schema === undefined ? [] : listFaults(validatorOf(part, schema), value);
}

/** LiteLLM's definitions without what the deviations leave out; throws for one that leaves out nothing. */
export function relaxed(relaxations: readonly Relaxation[]): Readonly<Record<string, JsonObject>> {
  return relaxSchemas(definitions, relaxations);
}

/** Compiled once: the schemas are the same objects all along. */
function validatorOf(part: CallPart, schema: JsonObject): ValidateFunction {
  const known = VALIDATORS.get(schema);
  if (known !== undefined) return known;
  const made = SCHEMAS[part].compile(absolute(schema));
  VALIDATORS.set(schema, made);
  return made;
}

/** With references to the definitions wherever the schema stands. */
function absolute(schema: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', '"litellm#/definitions/')) as JsonObject;
}

/** `reads`: values are the texts of a query. */
function schemasOf(side: Relaxation['of'], reads = false): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: reads && 'array' });
  const relaxations = DEVIATIONS.definitions.filter((relaxation) => relaxation.of === side);
  return ajv.addSchema({ $id: 'litellm', definitions: relaxed(relaxations) });
}

/** Names of parameters in paths are not LiteLLM's everywhere. */
function unnamed(route: string): string {
  return route.replace(/\{\w+\}/g, '{}');
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(__dirname, file), 'utf8')) as unknown;
}
