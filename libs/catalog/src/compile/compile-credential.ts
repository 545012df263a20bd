import type { Credential, ProviderDescription } from '@tollgate/canonical';
import {
  cleanCredential,
  type ConfigProblem,
  type EnvironmentReader,
  FAULTY_CREDENTIAL,
  type ModelEntry,
} from '@tollgate/config';
import { authenticates } from './authenticates.js';
import { readFederated } from './read-federated.js';
import { textOf } from './text-of.js';

export interface CompiledCredential {
  readonly credential: Credential;
  /** Values that nobody could send. */
  readonly problems: readonly ConfigProblem[];
  /** Values that were mended, or left out. */
  readonly notes: readonly ConfigProblem[];
}

/** The provider's secrets: from `litellm_params`, else from the environment. No value is in a problem or note. */
export function compileCredential(
  entry: ModelEntry,
  provider: ProviderDescription | undefined,
  environment: EnvironmentReader,
): CompiledCredential {
  const credential: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  const notes: ConfigProblem[] = [];
  for (const field of provider?.credentialFields ?? []) {
    const read = readField(entry, field, environment);
    Object.assign(credential, read.credential);
    problems.push(...(read.problem ?? []));
    notes.push(...(read.note ?? []));
  }
  const refused = refusedMembers(entry, provider);
  if (provider !== undefined && authenticates(provider, credential))
    return { credential, problems, notes: [...notes, ...refused.map(leftOut)] };
  return { credential, problems: [...problems, ...refused.map(notServed)], notes };
}

type CredentialField = ProviderDescription['credentialFields'][number];

interface ReadField {
  readonly credential?: Credential;
  readonly problem?: readonly ConfigProblem[];
  readonly note?: readonly ConfigProblem[];
}

function readField(entry: ModelEntry, field: CredentialField, environment: EnvironmentReader): ReadField {
  const own = textOf(entry.params[field.name]);
  const variable = field.environment.find((name) => environment.read(name) !== undefined) ?? '';
  const value = own ?? environment.read(variable);
  if (value === undefined) return {};
  const member = `${entry.path}.litellm_params.${field.name}`;
  const clean = cleanCredential(value);
  if (clean === undefined)
    return {
      problem: [{ path: own === undefined ? `${entry.path}: ${variable}` : member, message: FAULTY_CREDENTIAL }],
    };
  // a variable is named alone: it serves many models, and is said once
  const trimmed = {
    path: own === undefined ? variable : member,
    message: 'has white space around it, which was left out',
  };
  const note = clean === value ? [] : [trimmed];
  if (clean === '') return { note };
  if (field.federated !== true || !clean.startsWith('oidc/')) return { credential: { [field.name]: clean }, note };
  const federated = readFederated(clean, environment);
  return federated.ok
    ? { credential: federated.value, note }
    : { problem: [{ path: member, message: federated.error }] };
}

interface RefusedMember {
  readonly path: string;
  readonly instead: string;
}

function refusedMembers(entry: ModelEntry, provider: ProviderDescription | undefined): readonly RefusedMember[] {
  return Object.entries(provider?.refusedCredentials ?? {}).flatMap(([name, instead]) =>
    textOf(entry.params[name]) === undefined ? [] : [{ path: `${entry.path}.litellm_params.${name}`, instead }],
  );
}

function notServed({ path, instead }: RefusedMember): ConfigProblem {
  return { path, message: `is not served: ${instead}` };
}

function leftOut({ path, instead }: RefusedMember): ConfigProblem {
  return { path, message: `is left out, since ${instead}` };
}
