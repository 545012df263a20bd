import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Operation, Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { openaiTarget } from '../targets.js';

const FIELDS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];
/** What an operator can do to a request on its way, by LiteLLM's settings. */
const SETTINGS: Readonly<Record<string, Partial<Target>>> = {
  nothing: {},
  drop_params: { dropParams: true },
  additional_drop_params: { additionalDropParams: FIELDS },
  allowed_openai_params: { allowedOpenaiParams: FIELDS },
  extra_body: { extraBody: Object.fromEntries(FIELDS.map((field) => [field, 9_999])) },
  'a default max_tokens': { defaults: { max_tokens: 9_999 } },
  'a default max_completion_tokens': { defaults: { max_completion_tokens: 9_999 } },
};
/** What a client can say of its limit, and the limit that follows. */
const WISHES: Readonly<Record<string, readonly [JsonObject, number | undefined]>> = {
  'no limit': [{}, undefined],
  max_tokens: [{ max_tokens: 300 }, 300],
  max_completion_tokens: [{ max_completion_tokens: 300 }, 300],
  both: [{ max_tokens: 200, max_completion_tokens: 300 }, 200],
  'both, the other way round': [{ max_tokens: 300, max_completion_tokens: 200 }, 200],
  'both, and a wish to drop them': [
    { max_tokens: 300, max_completion_tokens: 200, additional_drop_params: FIELDS },
    200,
  ],
  'a limit and drop_params': [{ max_tokens: 300, drop_params: true }, 300],
  'a limit in extra_body too': [{ max_tokens: 300, extra_body: { max_completion_tokens: 9_999 } }, 300],
  'a limit and thinking': [{ max_tokens: 3_000, reasoning_effort: 'high' }, 3_000],
};
const GRANTS = [1, 30, 5_000, undefined];

const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  Object.entries(adapters).flatMap(([name, operation]) =>
    operation.outputLimit === 'none' ? [] : [[id, name as Operation, operation] as const],
  ),
);
const CASES = OPERATIONS.flatMap(([id, name, operation]) =>
  Object.keys(SETTINGS).flatMap((setting) =>
    Object.keys(WISHES).map((wish) => [id, name, setting, wish, operation] as const),
  ),
);

it('every provider of conversations has a limit to hold', () => {
  const chats = PROVIDERS.filter(({ adapters }) => adapters.chat !== undefined).map(({ id }) => id);
  expect(OPERATIONS.filter(([, name]) => name === 'chat').map(([id]) => id)).toEqual(chats);
});

describe('the output limit that is bound is found in the bytes', () => {
  it.each(CASES)('%s, %s: operator sets %s, client sends %s', (id, name, setting, wish, operation) => {
    const [body, wished] = WISHES[wish] ?? [{}, undefined];
    const request = decode(body, name);
    expect(operation.format.boundUsage(request).outputLimit).toBe(wished);
    for (const grant of GRANTS) {
      // a grant is never above what was asked for
      const granted = grant === undefined ? undefined : Math.min(grant, wished ?? grant);
      const { limits, stated } = build(operation, request, { provider: id, ...SETTINGS[setting] }, granted);
      expect([grant, stated]).toEqual([grant, limits.length === 0 ? undefined : Math.min(...limits)]);
      if (granted !== undefined) expect([grant, limits]).toEqual([grant, [granted]]);
    }
  });
});

/** All limits that stand in the bytes, and the one that the adapter says stands there. */
function build(
  operation: ProviderOperation,
  request: CanonicalRequest,
  at: Partial<Target>,
  granted: number | undefined,
): { limits: readonly number[]; stated: number | undefined } {
  const target = deepFreeze({ ...openaiTarget, model: 'plain-model', maxOutputTokens: 9_000, ...at });
  const built = operation.buildRequest(request, target, granted);
  if (!built.ok) throw built.error;
  const sent = JSON.parse(built.value.spec.body ?? '') as JsonObject;
  const { outputLimit } = operation;
  if (outputLimit === 'none') throw new Error('without a limit');
  const limits = [outputLimit.field, ...outputLimit.siblings].map((field) => readAt(sent, field));
  return { limits: limits.filter((limit) => typeof limit === 'number'), stated: built.value.outputLimit };
}

/** A member, also one of a member (`generationConfig.maxOutputTokens`). */
function readAt(body: JsonObject, field: string): JsonValue | undefined {
  return field
    .split('.')
    .reduce<JsonValue | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), body);
}

function decode(more: JsonObject, operation: Operation): CanonicalRequest {
  const body = { model: 'm', messages: [{ role: 'user', content: 'x' }], ...more };
  const decoded = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return deepFreeze({ ...decoded.value, operation });
}
