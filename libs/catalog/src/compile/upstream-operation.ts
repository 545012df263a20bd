import type { DeploymentDefaults } from '@tollgate/config';
import { type ProviderDescription, RESPONSES_PREFIX, type Target } from '@tollgate/canonical';
import type { ProviderOfModel } from './find-provider.js';

type Wish = Pick<Target, 'upstreamOperation' | 'servesResponses' | 'messagesOverChat'>;

/** What the configuration says of it: for this deployment, and for all. */
interface Said {
  /** `litellm_params.use_chat_completions_api`, before its name is looked at. */
  readonly overChat: unknown;
  readonly defaults: Pick<DeploymentDefaults, 'openaiOverResponses' | 'messagesOverChat'>;
}

/** The model without the prefix that says how it is asked, where its provider has the choice. */
export function withoutResponsesPrefix(found: ProviderOfModel): ProviderOfModel {
  const prefixed = servesResponses(found.provider) && found.model.startsWith(RESPONSES_PREFIX);
  return prefixed
    ? { ...found, model: found.model.slice(RESPONSES_PREFIX.length), upstreamOperation: 'responses' }
    : found;
}

/** What a conversation with the deployment is held over, where its operator says so: of itself, by its name, then for all of OpenAI. */
export function upstreamOperationOf(found: ProviderOfModel, { overChat, defaults }: Said): Wish {
  if (!servesResponses(found.provider)) return {};
  const forAll = defaults.openaiOverResponses === true && found.id === 'openai' ? 'responses' : undefined;
  const wished = overChat === true ? 'chat' : (found.upstreamOperation ?? forAll);
  return {
    servesResponses: true,
    ...(wished !== undefined && { upstreamOperation: wished }),
    ...(defaults.messagesOverChat === true && { messagesOverChat: true }),
  };
}

function servesResponses(provider: ProviderDescription | undefined): boolean {
  return provider?.operations.includes('responses') === true;
}
