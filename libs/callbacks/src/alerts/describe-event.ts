import { usdFromNanoUsd } from '@tollgate/kernel';
import { type BudgetEvent, type BudgetHolderScope, holderOfScope } from './budget-event.js';

/** LiteLLM's titles (`SoftBudgetAlert`, `TokenBudgetAlert` …), and in their manner those of what it does not tell of. */
const TITLES: Readonly<Record<BudgetHolderScope, string>> = {
  key: 'Key Budget',
  user: 'User Budget',
  team: 'Team Budget',
  team_member: 'Team Member Budget',
  project: 'Project Budget',
  organization: 'Organization Budget',
  organization_member: 'Organization Member Budget',
  customer: 'Customer Budget',
  tag: 'Tag Budget',
};

/** `event_message`: LiteLLM's texts; where it has none, what happened. */
export function describeEvent({ scope, model, event, threshold, limitNano, spendNano }: BudgetEvent): string {
  const limit = `\`${usdFromNanoUsd(limitNano)}\``;
  if (event === 'soft_budget_crossed') return `Soft Budget Crossed: Total Soft Budget:${limit}`;
  const of = model === null ? '' : ` for ${model}`;
  const title = `${TITLES[holderOfScope(scope)]}${of}: `;
  if (event === 'threshold_crossed') return `${title}${100 - threshold}% Threshold Crossed`;
  if (spendNano >= limitNano) return `${title}Budget Crossed\n Total Budget:${limit}`;
  return `${title}Budget Crossed: a call was refused, the \`${usdFromNanoUsd(limitNano - spendNano)}\` left do not pay for it\n Total Budget:${limit}`;
}
