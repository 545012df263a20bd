import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonObject, JsonValue } from '@tollgate/kernel';

/** What OpenAI's document is stricter in than OpenAI itself: the part of a schema that is left out, and where that shows. */
export interface Relaxation {
  /** What the gateway sends to OpenAI, or what it answers. */
  readonly of: 'requests' | 'answers';
  readonly definition: string;
  /** Members that lead to the part, from the definition on. */
  readonly at: readonly string[];
  /** Of the list or object there: the entry that is left out. */
  readonly without?: string;
  /** Instead: what is there may be null too. */
  readonly orNull?: true;
  readonly reason: string;
}

interface Derived {
  readonly source: string;
  readonly definitions: Readonly<Record<string, JsonObject>>;
}

export const RELAXATIONS = readJson('relaxations.json') as readonly Relaxation[];
const { definitions } = readJson('openai-schemas.json') as Derived;
const SCHEMAS = { requests: schemasOf('requests'), answers: schemasOf('answers') };

/** The faults of a value that is none of what OpenAI's document calls by this name; empty where it is valid. */
export function faultsOf(definition: string, value: unknown): readonly string[] {
  const validate = validatorOf(definition);
  if (validate(value) === true) return [];
  const errors = (validate.errors ?? []).toSorted((a, b) => depthOf(b) - depthOf(a));
  return [
    ...new Set(
      errors.map(({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`),
    ),
  ];
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

/** The deepest fault says most: above it, a union only says that nothing fits. */
function depthOf({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function schemasOf(side: Relaxation['of']): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.addSchema({
    $id: 'openai',
    definitions: relaxed(RELAXATIONS.filter((relaxation) => relaxation.of === side)),
  });
}

/** The definitions without what the relaxations leave out; throws for one that leaves out nothing. */
export function relaxed(relaxations: readonly Relaxation[]): Readonly<Record<string, JsonObject>> {
  const copy = JSON.parse(JSON.stringify(definitions)) as Record<string, JsonValue>;
  for (const relaxation of relaxations) relax(copy, relaxation);
  return copy as Record<string, JsonObject>;
}

function relax(definitions: Record<string, JsonValue>, { definition, at, without, orNull }: Relaxation): void {
  const steps = [definition, ...at];
  const last = steps.pop() ?? '';
  const holder = steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    definitions,
  ) as Record<string, unknown> | undefined;
  const part = holder?.[last];
  if (holder === undefined || part === undefined) throw new Error(`${definition} has no ${at.join('/')}`);
  holder[last] = orNull === true ? { anyOf: [part, { type: 'null' }] } : leaveOut(part, without);
  if (JSON.stringify(holder[last]) === JSON.stringify(part))
    throw new Error(`${definition} has no ${without} at ${at.join('/')}`);
}

function leaveOut(part: unknown, without: string | undefined): unknown {
  if (Array.isArray(part)) return part.filter((entry) => entry !== without);
  return Object.fromEntries(Object.entries(part as object).filter(([name]) => name !== without));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(__dirname, file), 'utf8')) as unknown;
}
