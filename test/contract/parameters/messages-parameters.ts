import type { Parameter } from './parameter.js';

const tool = { name: 'f', input_schema: { type: 'object', properties: {} } };

/** Every member of a Messages request, betas included, and what becomes of it at Anthropic and at OpenAI. */
export const MESSAGES_PARAMETERS: Readonly<Record<string, Parameter>> = {
  max_tokens: { value: 7, own: 'sent', foreign: 'mapped' },
  messages: { value: [{ role: 'user', content: 'y' }], own: 'sent', foreign: 'sent' },
  model: { value: 'other', kept: 'names the group; the provider is told the deployment’s model' },
  betas: { value: ['x'], own: 'sent', foreign: 'named' },
  billing_policy: { value: { type: 'x' }, own: 'sent', foreign: 'named' },
  cache_control: { value: { type: 'ephemeral' }, own: 'sent', foreign: 'named' },
  compaction: { value: { type: 'x' }, own: 'sent', foreign: 'named' },
  container: { value: 'c', own: 'sent', foreign: 'content' },
  context_management: { value: { edits: [] }, own: 'sent', foreign: 'named' },
  diagnostics: { value: {}, own: 'sent', foreign: 'named' },
  fallback_credit_token: { value: 't', own: 'sent', foreign: 'named' },
  fallbacks: { value: [{ model: 'other' }], kept: 'LiteLLM reads its own fallbacks under this name' },
  inference_geo: { value: 'us', own: 'sent', foreign: 'refused' },
  mcp_servers: { value: [{ type: 'url', url: 'https://example.com', name: 'm' }], own: 'sent', foreign: 'refused' },
  metadata: { value: { user_id: 'u' }, own: 'sent', foreign: 'mapped' },
  output_config: { value: { effort: 'high' }, own: 'sent', foreign: 'mapped' },
  output_format: { value: { type: 'json_schema', schema: { type: 'object' } }, own: 'sent', foreign: 'mapped' },
  service_tier: { value: 'standard_only', own: 'sent', foreign: 'named' },
  speed: { value: 'fast', own: 'sent', foreign: 'named' },
  stop_sequences: { value: ['x'], own: 'sent', foreign: 'mapped' },
  stream: { value: true, own: 'sent', foreign: 'sent' },
  system: { value: 'Be brief.', own: 'sent', foreign: 'mapped' },
  temperature: { value: 0, own: 'sent', foreign: 'sent' },
  thinking: { value: { type: 'enabled', budget_tokens: 2000 }, own: 'sent', foreign: 'mapped' },
  thread: { value: { id: 't' }, own: 'sent', foreign: 'content' },
  tool_choice: { value: { type: 'any' }, beside: { tools: [tool] }, own: 'sent', foreign: 'mapped' },
  tools: { value: [tool], own: 'sent', foreign: 'mapped' },
  top_k: { value: 5, own: 'sent', foreign: 'named' },
  top_p: { value: 0.5, own: 'sent', foreign: 'sent' },
  user_profile_id: { value: 'p', own: 'sent', foreign: 'named' },
  workspace_id: { value: 'w', own: 'sent', foreign: 'named' },
};
