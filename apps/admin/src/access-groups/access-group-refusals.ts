import { GatewayError } from '@tollgate/canonical';
import type { AccessGroupProblem } from '@tollgate/persistence';

export function noSuchAccessGroup(ref: string): GatewayError {
  return new GatewayError('not_found', { message: `Access group '${ref}' not found`, param: 'access_group' });
}

export function accessGroupTaken(name: string): GatewayError {
  const message = `Access group '${name}' already exists. Use PUT /access_group/${name}/update to modify it.`;
  return new GatewayError('duplicate', { message, status: 409, param: 'access_group' });
}

export function modelsNotFound(names: readonly string[]): GatewayError {
  return badAccessGroup(`Model(s) not found: ${names.join(', ')}`, 'model_names');
}

/** What a model says of itself is changed where it says it. */
export function namedByModels(name: string, models: readonly string[]): GatewayError {
  const message =
    `${models.join(', ')} name the access group '${name}' themselves, in model_info.access_groups: they are taken out of it there, ` +
    `in the configuration file, or with /model/update where the model is kept in the database.`;
  return badAccessGroup(message, 'model_names');
}

export function badAccessGroup(message: string, param: string): GatewayError {
  return new GatewayError('bad_request', { message, param });
}

/** Why an access group could not be written. */
export function refuseAccessGroupProblem(problem: AccessGroupProblem, name: string): GatewayError {
  switch (problem.kind) {
    case 'name_taken':
      return accessGroupTaken(name);
    case 'unknown_team':
      return badAccessGroup(`Unknown team ids: ${problem.id}`, 'assigned_team_ids');
    case 'unknown_key':
      return badAccessGroup('assigned_key_ids names a key that there is not.', 'assigned_key_ids');
  }
}
