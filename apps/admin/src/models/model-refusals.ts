import { GatewayError } from '@tollgate/canonical';
import type { ConfigProblem, KeptModel } from '@tollgate/config';
import type { ModelProblem } from '@tollgate/persistence';

/** Transcript models-kept-in-the-database, step 10, without the Python repr around the text. For what deletes alone. */
export function modelNotKept(id: string): GatewayError {
  return new GatewayError('bad_request', {
    message: `Model with id=${id} not found in db`,
    type: 'auth_error',
    param: 'None',
  });
}

/** A model of the configuration file, one beyond the caller's reach, and none. */
export function noSuchModel(id: string): GatewayError {
  return new GatewayError('not_found', {
    message: `Model with id=${id} not found in db. Models of the configuration file are changed there.`,
    param: 'model_id',
  });
}

export function modelsNotKept(): GatewayError {
  return new GatewayError('bad_request', {
    message: 'Models are not kept in the database here: general_settings.store_model_in_db is false.',
    param: 'None',
  });
}

/** What is wrong in a model, by the members that were sent. */
export function badModel(
  { id, name }: Pick<KeptModel, 'id' | 'name'>,
  problems: readonly ConfigProblem[],
): GatewayError {
  const own = `model ${id} (${name})`;
  const placed = problems.map(({ path, message }) => {
    const member = path.startsWith(own) ? path.slice(own.length).replace(/^[.:]\s*/, '') : path;
    return { member: member === '' ? 'litellm_params' : member, message };
  });
  return new GatewayError('invalid_request', {
    message: placed.map(({ member, message }) => `${member}: ${message}`).join('; '),
    param: placed[0]?.member ?? 'litellm_params',
  });
}

export function badMember(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', { message: `${param} ${message}`, param });
}

export function refuseModelProblem(problem: ModelProblem): GatewayError {
  return problem === 'unknown_team' ? noSuchTeam() : badMember('model_info.id', 'is that of another model as well.');
}

export function groupsRefused(): GatewayError {
  const param = 'model_info.access_groups';
  const message = `${param}: only a proxy admin puts models into access groups. Leave it out.`;
  return new GatewayError('grant_refused', { message, param });
}

/** A team that is not there, or not the caller's. */
export function noSuchTeam(): GatewayError {
  return new GatewayError('not_found', {
    message: 'model_info.team_id names nothing that exists. Create it first, or leave it out.',
    param: 'model_info.team_id',
  });
}
