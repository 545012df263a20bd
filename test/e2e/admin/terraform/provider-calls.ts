import { MASTER_KEY } from '../support/call-admin.js';
import type { TestAdmin } from '../support/test-admin.js';

export type Members = Readonly<Record<string, unknown>>;

export const LIMITS = {
  max_budget: 10.5,
  soft_budget: 5,
  budget_duration: '30d',
  tpm_limit: 1000,
  rpm_limit: 100,
  max_parallel_requests: 5,
};
export const LIMIT_NAMES = Object.keys(LIMITS);

/** The calls of LiteLLM's Terraform provider (ncecere/litellm): it sends its key as `x-api-key`. */
export class ProviderCalls {
  constructor(private readonly admin: TestAdmin) {}

  send(route: string, body?: unknown) {
    const headers = { 'x-api-key': MASTER_KEY };
    return this.admin.call<unknown>(route, { key: null, headers, ...(body !== undefined && { body }) });
  }

  /** What is answered; fails with the refusal. */
  async done<Body = Members>(route: string, body?: unknown): Promise<Body> {
    const answer = await this.send(route, body);
    expect({ route, body, answer: answer.status < 300 ? undefined : answer.body }).toEqual({ route, body });
    return answer.body as Body;
  }

  /** What it takes out of its state. */
  async gone(route: string, body?: unknown): Promise<void> {
    expect({ route, status: (await this.send(route, body)).status }).toEqual({ route, status: 404 });
  }

  async changeBudget(id: string, change: Members): Promise<void> {
    expect((await this.done('POST /budget/update', { budget_id: id, ...change }))['budget_id']).toBe(id);
  }
}

/** It reads limits in the budget that LiteLLM keeps them in, all else beside it. */
export function shows(object: Members, sent: Members): void {
  const shown = Object.keys(sent).map((name) => [name, (LIMIT_NAMES.includes(name) ? table(object) : object)[name]]);
  expect(Object.fromEntries(shown)).toEqual(sent);
}

/** It takes a budget for an object's own when both copies of its id agree. */
export function budgetOf(object: Members): string {
  expect(object['budget_id']).toEqual(expect.any(String));
  expect(table(object)['budget_id']).toBe(object['budget_id']);
  return String(object['budget_id']);
}

function table(object: Members): Members {
  return (object['litellm_budget_table'] ?? {}) as Members;
}
