import {
  BadRequestException,
  ConflictException,
  NotFoundException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import { assertNever } from '@tollgate/kernel';
import type { NewOrganizationMember, OrganizationProblem } from '@tollgate/persistence';
import { noSuchBudgetToLink } from '../budgets/budget-refusals.js';

/** LiteLLM's organization routes refuse in FastAPI's form (organization_endpoints.py, `info_organization`). */
export function noSuchOrganization(id: string): NotFoundException {
  return new NotFoundException({ detail: { error: `Organization not found, passed organization_id=${id}` } });
}

export function badOrganization(error: string): BadRequestException {
  return new BadRequestException({ detail: { error } });
}

/** `update_organization_v2` of LiteLLM. */
export function aliasNeeded(): UnprocessableEntityException {
  const error = 'organization_alias cannot be cleared; it is required. Leave it out, or send another.';
  return new UnprocessableEntityException({ detail: { error } });
}

export function refuseOrganizationProblem(problem: OrganizationProblem, id: string): ConflictException | GatewayError {
  switch (problem.kind) {
    case 'id_taken':
      return new ConflictException({
        detail: { error: `Organization id = ${id} already exists. Use /organization/update to change it.` },
      });
    case 'id_of_budget':
      return new ConflictException({
        detail: {
          error: `Organization id = ${id} is the id of a budget, or of another's. Choose another organization_id.`,
        },
      });
    case 'unknown_budget':
      return noSuchBudgetToLink();
    default:
      return assertNever(problem);
  }
}

/** An admin of an organization keeps it; its limits are set by who runs the gateway. */
export function refuseGoverningOrganization(field: string): GatewayError {
  return new GatewayError('grant_refused', {
    message: `${field}: an organization's limits and models are set by a proxy admin. Its admins set its alias and metadata.`,
    param: field,
  });
}

/** `organization_member_update` of LiteLLM. */
export function noSuchOrganizationMember(named: string): NotFoundException {
  return new NotFoundException({ detail: { error: `Member not found in organization for ${named}` } });
}

export function alreadyOrganizationMember({ userId, email }: NewOrganizationMember): GatewayError {
  return new GatewayError('duplicate', {
    message: `User already in organization. Member: user_id=${userId ?? 'None'}, user_email=${email ?? 'None'}`,
    type: 'auth_error',
    param: 'member',
  });
}
