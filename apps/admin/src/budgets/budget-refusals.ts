import { BadRequestException, ConflictException, HttpException, NotFoundException } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import type { BudgetLinks } from '@tollgate/persistence';

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

export function budgetTaken(id: string): ConflictException {
  return new ConflictException({
    detail: { error: `Budget id = ${id} already exists. Use /budget/update to change it.` },
  });
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
export function budgetLinked(id: string, links: BudgetLinks): ConflictException {
  const holders = (Object.keys(NAMES) as (keyof BudgetLinks)[])
    .filter((kind) => links[kind] > 0)
    .map((kind) => `${NAMES[kind]}: ${String(links[kind])}`);
  const error = `Budget ${id} limits others: they would spend without limits. Link them to another first. ${holders.join(', ')}`;
  return new ConflictException({ detail: { error } });
}
