import { type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';
import { type BudgetEvent, holderOfScope } from './budget-event.js';
import { describeEvent } from './describe-event.js';

/** The members of LiteLLM's `WebhookEvent`, and of its `CallInfo` below it (docs "alerting", API spec for webhook events). */
export interface WebhookEvent {
  readonly spend: number;
  readonly max_budget: number | null;
  readonly soft_budget: number | null;
  readonly token: string | null;
  readonly customer_id: string | null;
  readonly user_id: string | null;
  readonly team_id: string | null;
  readonly team_alias: string | null;
  readonly organization_id: string | null;
  readonly user_email: string | null;
  readonly key_alias: string | null;
  readonly projected_exceeded_date: null;
  readonly projected_spend: null;
  readonly event: string;
  readonly event_group: string;
  readonly event_message: string;
  readonly project_id: string | null;
  readonly tag: string | null;
  /** Of a budget for a single model alone. */
  readonly model?: string;
}

/** An event of a budget as a webhook is told it: LiteLLM's members, and which project, tag or model it is. Nothing is projected. */
export function toWebhookEvent(event: BudgetEvent, message = describeEvent(event)): WebhookEvent {
  const { scope, name, model } = event;
  const holder = holderOfScope(scope);
  return {
    spend: usdFromNanoUsd(event.spendNano),
    max_budget: toUsd(event.maxBudgetNano),
    soft_budget: toUsd(event.softBudgetNano),
    token: event.keyHash,
    customer_id: holder === 'customer' ? name : null,
    user_id: event.userId,
    team_id: event.teamId,
    team_alias: event.teamAlias,
    organization_id: event.organizationId,
    user_email: event.userEmail,
    key_alias: event.keyAlias,
    projected_exceeded_date: null,
    projected_spend: null,
    event: event.event,
    // LiteLLM's Litellm_EntityType
    event_group: scope === 'customer' ? 'end_user' : scope,
    event_message: message,
    project_id: event.projectId,
    tag: holder === 'tag' ? name : null,
    ...(model !== null && { model }),
  };
}

function toUsd(nano: NanoUsd | null): number | null {
  return nano === null ? null : usdFromNanoUsd(nano);
}
