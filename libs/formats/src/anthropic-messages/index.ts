export { anthropicMessagesClient } from './client.js';
export { anthropicMessagesUpstream } from './upstream.js';
export { fitThinkingBudget } from './fit-thinking-budget.js';
export { mendRequest as mendAnthropicRequest } from './mend-request.js';
