import { openaiChatClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';

const user = { role: 'user', content: 'x' };
const later = { role: 'developer', content: 'Be brief.' };

function named(provider: string, messages: readonly object[]): readonly string[] {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'm', messages: messages as never },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const built = PROVIDERS.find(({ id }) => id === provider)?.adapters.chat?.buildRequest(
    decoded.value,
    targetOf(provider),
    undefined,
  );
  if (built?.ok !== true) throw new Error('refused');
  return built.value.warnings.map(({ path }) => path);
}

describe.each(['anthropic', 'gemini'])('a system prompt at %s', (provider) => {
  it('is named where it stood within the conversation: it is told before it', () => {
    expect(named(provider, [user, later, user])).toEqual(['messages[*].role']);
  });

  it('is not named where it stood before it', () => {
    expect(named(provider, [{ role: 'system', content: 'x' }, later, user])).toEqual([]);
  });
});

it.each(['openai', 'ollama_chat'])('a system prompt at %s stays at its place', (provider) => {
  expect(named(provider, [user, later, user])).toEqual([]);
});
