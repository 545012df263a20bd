import { BadRequestException, ConflictException, HttpException, NotFoundException } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import type { BudgetLinks, BudgetProblem, OwnBudgetHolder } from '@tollgate/persistence';

/** LiteLLM's budget routes refuse in FastAPI's form (transcript budgets-by-id, steps 8 and 9). */
export function inDetail(error: GatewayError): HttpException {
  return new HttpException({ detail: { error: error.message } }, error.status);
}

export function badBudget(error: string): BadRequestException {
  return new BadRequestException({ detail: { error } });
}

export function noSuchBudget(id: string): NotFoundException {
  return new NotFoundException({ detail: { error: `Budget not found, passed budget_id=${id}` } });
}

/** For whoever is to be linked to it. */
export function noSuchBudgetToLink(): GatewayError {
  const message = 'budget_id names nothing that exists. Create it first, or leave it out.';
  return new GatewayError('not_found', { message, param: 'budget_id' });
}

/** Why a budget was not written or deleted. */
export function refuseBudgetProblem(problem: BudgetProblem, id: string): ConflictException {
  switch (problem.kind) {
    case 'id_taken':
      return taken(`Budget id = ${id} already exists. Use /budget/update to change it.`);
    case 'id_of_holders':
      return taken(`Budget id = ${id} is that of ${changesOf(problem.holders)}. Choose another id for a new budget.`);
    case 'linked':
      return budgetLinked(id, problem.links);
  }
}

/** For a change by an id that means several; `isStored`: a budget that was made with it is one of them. */
export function ambiguousBudget(
  id: string,
  holders: readonly OwnBudgetHolder[],
  { isStored }: { readonly isStored: boolean },
): BadRequestException {
  const stored = isStored ? 'a budget of its own (here, once no other has its id), ' : '';
  return badBudget(`budget_id=${id} means several, and none is changed: ${stored}${changesOf(holders)}.`);
}

/** For a deletion by an id under which limits of a holder's own are shown. */
export function ownBudget(id: string, holders: readonly OwnBudgetHolder[]): BadRequestException {
  return badBudget(`budget_id=${id} is no budget that could be deleted, but the limits of ${changesOf(holders)}.`);
}

function taken(error: string): ConflictException {
  return new ConflictException({ detail: { error } });
}

/** Each holder, and where its own limits are changed. */
function changesOf(holders: readonly OwnBudgetHolder[]): string {
  return holders.map(changeOf).join(', ');
}

function changeOf(holder: OwnBudgetHolder): string {
  switch (holder.kind) {
    case 'project':
      return `a project (changed by /project/update with project_id=${holder.id})`;
    case 'organization':
      return `an organization (changed by /organization/update with organization_id=${holder.id})`;
    case 'team_member':
      return `a member of a team (changed by /team/member_update with team_id=${holder.teamId} and user_id=${holder.userId})`;
    case 'tag':
      return `a tag (changed by /tag/update with name=${holder.name})`;
  }
}

const NAMES: Readonly<Record<keyof BudgetLinks, string>> = {
  keys: 'keys',
  users: 'users',
  teams: 'teams',
  teamDefaults: 'teams for their members',
  teamMembers: 'members of teams',
  projects: 'projects',
  organizations: 'organizations',
  organizationMembers: 'members of organizations',
  customers: 'customers',
  tags: 'tags',
};

/** LiteLLM deletes it all the same, and whoever was linked spends without limits from then on. */
function budgetLinked(id: string, links: BudgetLinks): ConflictException {
  const holders = (Object.keys(NAMES) as (keyof BudgetLinks)[])
    .filter((kind) => links[kind] > 0)
    .map((kind) => `${NAMES[kind]}: ${String(links[kind])}`);
  const error = `Budget ${id} limits others: they would spend without limits. Link them to another first. ${holders.join(', ')}`;
  return new ConflictException({ detail: { error } });
}
