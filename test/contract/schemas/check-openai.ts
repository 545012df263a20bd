import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import type { JsonObject } from '@tollgate/kernel';
import { listFaults } from '../../support/json-schemas/list-faults.js';
import { type Relaxation, relaxSchemas } from '../../support/json-schemas/relax-schemas.js';

interface Derived {
  readonly source: string;
  readonly definitions: Readonly<Record<string, JsonObject>>;
}

export const RELAXATIONS = readJson('relaxations.json') as readonly Relaxation[];
const { definitions } = readJson('openai-schemas.json') as Derived;
const SCHEMAS = { requests: schemasOf('requests'), answers: schemasOf('answers') };

/** The faults of a value that is none of what OpenAI's document calls by this name; empty where it is valid. */
export function faultsOf(definition: string, value: unknown): readonly string[] {
  return listFaults(validatorOf(definition), value);
}

/** Throws with every fault. */
export function checkOpenai(definition: string, value: unknown): void {
  const faults = faultsOf(definition, value);
  if (faults.length > 0)
    throw new Error(`${definition}:\n${faults.slice(0, 40).join('\n')}\nin ${JSON.stringify(value).slice(0, 2_000)}`);
}

function validatorOf(definition: string): ValidateFunction {
  const side = /^Create(\w*Request|Response)$/.test(definition) ? 'requests' : 'answers';
  const validate = SCHEMAS[side].getSchema(`openai#/definitions/${definition}`);
  if (validate === undefined) throw new Error(`no schema ${definition}`);
  return validate as ValidateFunction;
}

function schemasOf(side: Relaxation['of']): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.addSchema({
    $id: 'openai',
    definitions: relaxed(RELAXATIONS.filter((relaxation) => relaxation.of === side)),
  });
}

/** OpenAI's definitions without what the relaxations leave out. */
export function relaxed(relaxations: readonly Relaxation[]): Readonly<Record<string, JsonObject>> {
  return relaxSchemas(definitions, relaxations);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(__dirname, file), 'utf8')) as unknown;
}
