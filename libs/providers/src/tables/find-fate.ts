import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Target, Warning } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import type { ProviderAdapter } from '../adapter.js';
import type { ParameterSample } from './chat-parameters.js';

/** What becomes of a client's parameter at a provider. */
export type Fate =
  /** It stands in the provider's request as the client wrote it. */
  | 'sent'
  /** So it does, unless parameters may be dropped: some models of the provider refuse it. */
  | 'sent, or dropped with drop_params'
  /** The provider is asked for it in its own words. */
  | 'mapped'
  /** It is left out, and named to the client. */
  | 'dropped'
  /** The request is refused, unless parameters may be dropped. */
  | 'refused'
  /** The gateway's own: no provider gets it. */
  | 'kept';

interface Built {
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
}

const MODEL = 'model';

/** Asks the adapter with and without the parameter, and tells by the difference. */
export function findFate(provider: ProviderAdapter, name: string, { value, beside }: ParameterSample): Fate {
  const asked = build(provider, { ...beside, [name]: value }, false);
  if (asked === undefined) return 'refused';
  if (isDropped(asked, name)) return 'dropped';
  if (isDeepStrictEqual(asked.body[name], value)) {
    const dropping = build(provider, { ...beside, [name]: value }, true);
    return dropping !== undefined && isDropped(dropping, name) ? 'sent, or dropped with drop_params' : 'sent';
  }
  return isDeepStrictEqual(build(provider, beside ?? {}, false)?.body, asked.body) ? 'kept' : 'mapped';
}

/** Undefined where it is refused. */
function build(provider: ProviderAdapter, parameters: JsonObject, dropParams: boolean): Built | undefined {
  const body = { model: MODEL, messages: [{ role: 'user', content: 'x' }], ...parameters };
  const request = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  const { chat } = provider.adapters;
  if (!request.ok || chat === undefined) return undefined;
  const built = chat.buildRequest(request.value, { ...targetOf(provider), dropParams }, undefined);
  if (!built.ok) return undefined;
  const sent: unknown = JSON.parse(built.value.spec.body ?? '{}');
  return { body: isJsonObject(sent) ? sent : {}, warnings: built.value.warnings };
}

function isDropped({ body, warnings }: Built, name: string): boolean {
  const value: JsonValue | undefined = body[name];
  return value === undefined && warnings.some(({ code, path }) => code === 'dropped' && path.split('.')[0] === name);
}

function targetOf({ id, defaultApiBase }: ProviderAdapter): Target {
  return {
    deploymentId: 'd',
    group: MODEL,
    provider: id,
    model: MODEL,
    litellmModel: `${id}/${MODEL}`,
    apiBase: defaultApiBase ?? 'https://provider.example/v1',
    extraHeaders: {},
    extraBody: {},
    dropParams: false,
    additionalDropParams: [],
    allowedOpenaiParams: [],
    defaults: {},
    forwardMetadata: false,
    maxOutputTokens: 9000,
  };
}
