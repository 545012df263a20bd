import { GatewayError } from '@tollgate/canonical';
import { assertNever } from '@tollgate/kernel';
import type { ProjectProblem } from '@tollgate/persistence';
import { noSuchBudgetToLink } from '../budgets/budget-refusals.js';

/** LiteLLM's words (project_endpoints.py, `project_info`, `delete_project`). */
export function noSuchProject(id: string, param: 'project_id' | 'project_ids'): GatewayError {
  return new GatewayError('not_found', { message: `Project not found, project_id=${id}`, type: 'not_found', param });
}

export function badProject(message: string, param: string): GatewayError {
  return new GatewayError('bad_request', { message, param });
}

/** Why a project could not be written, in LiteLLM's words where it has any. */
export function refuseProjectProblem(
  problem: ProjectProblem,
  named: { readonly id: string; readonly teamId: string | undefined },
): GatewayError {
  switch (problem.kind) {
    case 'refused':
      return problem.error;
    case 'id_taken':
      return new GatewayError('duplicate', {
        message: `Project id = ${named.id} already exists. Please use a different project id.`,
        type: 'bad_request',
        param: 'project_id',
      });
    case 'unknown_team':
      return new GatewayError('not_found', {
        message: `Team not found, team_id=${named.teamId ?? 'None'}`,
        param: 'team_id',
      });
    case 'unknown_budget':
      return noSuchBudgetToLink();
    case 'has_keys':
      return badProject(
        `Project ${problem.id} has ${String(problem.keys)} key(s), which would lose their limits. Please delete or reassign the keys first.`,
        'project_ids',
      );
    default:
      return assertNever(problem);
  }
}
