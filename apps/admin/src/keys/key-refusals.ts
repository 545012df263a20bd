import { invalidChosenSecret } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { assertNever } from '@tollgate/kernel';
import type { KeyProblem } from '@tollgate/persistence';

/** Transcript key-forms, step 23. */
export function keyNotInDatabase(): GatewayError {
  return new GatewayError('not_found', { message: 'Key not found in database', param: 'key' });
}

/** Transcript key-generate-defaults-and-errors, step 10. */
export function keyNotFound(): GatewayError {
  return new GatewayError('not_found', { message: 'Key not found.', param: 'key' });
}

/** Transcript key-generate-defaults-and-errors, step 9, without the Python repr around the text. */
export function noKeysFound(): GatewayError {
  return new GatewayError('not_found', { message: 'No keys found', type: 'internal_server_error' });
}

export function noKeyToRegenerate(): GatewayError {
  const message =
    'No key is named: POST /key/{key}/regenerate, or name it in key. What is left out never means the calling key, which would end.';
  return new GatewayError('bad_request', { message, param: 'key' });
}

export function twoKeysToRegenerate(): GatewayError {
  const message = 'The query names one key and the body another. Name one: it would not be clear which of them ends.';
  return new GatewayError('bad_request', { message, param: 'key' });
}

export function tooManyKeys(max: number): GatewayError {
  const message = `One call reads ${String(max)} keys at most. Name fewer, or page through /key/list.`;
  return new GatewayError('bad_request', { message, param: 'keys' });
}

export function unsortable(field: string, status: 'active' | 'deleted'): GatewayError {
  const message = `${status} keys are not sorted by ${field}.`;
  return new GatewayError('bad_request', { message, param: 'sort_by' });
}

export function beyondSpend(asked: number, spent: number): GatewayError {
  const message = `reset_to must not be more than the current spend (${String(spent)}). Received: ${String(asked)}`;
  return new GatewayError('bad_request', { message, param: 'reset_to' });
}

export function noTeamForService(): GatewayError {
  const message = 'team_id is required: a service account key belongs to a team, and to no user.';
  return new GatewayError('bad_request', { message, param: 'team_id' });
}

/** Why a key could not be written, in LiteLLM's words where it has any. */
export function refuseProblem(problem: KeyProblem, alias: string | null | undefined): GatewayError {
  switch (problem.kind) {
    case 'alias_taken':
      return new GatewayError('duplicate', {
        message: `Key with alias '${alias ?? ''}' already exists. Unique key aliases across all keys are required.`,
        param: 'key_alias',
      });
    case 'hash_taken':
      return invalidChosenSecret();
    case 'refused':
      return problem.error;
    case 'unknown':
      return new GatewayError('not_found', {
        message: `${MEMBERS[problem.field]} names nothing that exists. Create it first, or leave it out.`,
        param: MEMBERS[problem.field],
      });
    default:
      return assertNever(problem);
  }
}

/** LiteLLM's names of what a key can be linked to. */
const MEMBERS = {
  teamId: 'team_id',
  organizationId: 'organization_id',
  projectId: 'project_id',
  budgetId: 'budget_id',
  accessGroupIds: 'access_group_ids',
} as const;
