import { GatewayError } from '@tollgate/canonical';

/** In LiteLLM's words; LiteLLM serves a blocked customer unless a licensed hook is set. */
export function customerBlocked(name: string): GatewayError {
  return new GatewayError('blocked_customer', {
    message: `User blocked from making LLM API Calls. User=${name}`,
    param: 'user',
  });
}

/** The operator serves customers that an administrator made, and nobody whom a client invents. */
export function customerUnknown(name: string): GatewayError {
  return new GatewayError('unknown_customer', {
    message:
      `The customer '${name}' of this call is not known, and litellm_settings.customers is known_only: calls are served for customers ` +
      'that were made with POST /customer/new, and for none.',
    param: 'user',
  });
}

/** The operator wants customers limited, and has not said how: served, they would spend without limits. */
export function customerBudgetMissing(budgetId: string): GatewayError {
  return new GatewayError('unbounded_cost', {
    message:
      `litellm_settings.max_end_user_budget_id names the budget '${budgetId}', which does not exist, so that customers without a budget ` +
      'of their own cannot be served. POST /budget/new makes it.',
    param: 'user',
  });
}

export function nothingInRegion(model: string, region: string): GatewayError {
  return new GatewayError('model_not_allowed', {
    message: `No deployment of model '${model}' is known to answer in the region '${region}', which the customer of this call may not leave.`,
    param: 'model',
  });
}
