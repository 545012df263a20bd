import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { spokenDialect, type SpokenDialect } from '../matrix/dialects.js';
import { anthropicTarget, openaiTarget, textCompletionTarget } from '../targets.js';
import { CHAT_PARAMETERS } from './chat-parameters.js';
import { COMPLETIONS_PARAMETERS } from './completions-parameters.js';
import { findFate } from './fate.js';
import { MESSAGES_PARAMETERS } from './messages-parameters.js';
import type { Parameter } from './parameter.js';
import { readMembers } from './read-members.js';

interface Side {
  readonly dialect: SpokenDialect;
  readonly target: Target;
  /** Members that the vendor's SDK declares. */
  readonly declared: readonly string[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly base: JsonObject;
}

const CHAT = 'openai/resources/chat/completions/completions.d.ts';
const COMPLETIONS = 'openai/resources/completions.d.ts';
const MESSAGES = '@anthropic-ai/sdk/resources/messages/messages.d.ts';
const BETA_MESSAGES = '@anthropic-ai/sdk/resources/beta/messages/messages.d.ts';
const messages = [{ role: 'user', content: 'x' }];

const openai: Side = {
  dialect: spokenDialect('openai-chat'),
  // a model that thinks has a place for a wish to think
  target: { ...openaiTarget, model: 'gpt-5' },
  declared: [...readMembers(CHAT, 'ChatCompletionCreateParamsBase')],
  parameters: CHAT_PARAMETERS,
  base: { model: 'public', messages },
};
const anthropic: Side = {
  dialect: spokenDialect('anthropic-messages'),
  target: anthropicTarget,
  declared: [
    ...readMembers(MESSAGES, 'MessageCreateParamsBase'),
    ...readMembers(BETA_MESSAGES, 'MessageCreateParamsBase'),
  ],
  parameters: MESSAGES_PARAMETERS,
  base: { model: 'public', messages, max_tokens: 4000 },
};

const completions: Side = {
  dialect: spokenDialect('openai-completions'),
  target: textCompletionTarget,
  declared: [...readMembers(COMPLETIONS, 'CompletionCreateParamsBase')],
  parameters: COMPLETIONS_PARAMETERS,
  base: { model: 'public', prompt: 'x' },
};
/** Takes what a model that thinks does not. */
const plainChat: Side = { ...openai, target: openaiTarget };

describe.each([
  ['a chat completion request', openai, anthropic],
  ['a Messages request', anthropic, openai],
  ['a text completion request', completions, plainChat],
])('%s', (_title, own, foreign) => {
  const kept = Object.entries(own.parameters).flatMap(([name, parameter]) =>
    'kept' in parameter ? [[name, parameter] as const] : [],
  );
  const sent = Object.entries(own.parameters).flatMap(([name, parameter]) =>
    'kept' in parameter ? [] : [[name, parameter] as const],
  );

  it("has no member that the table does not know, by the vendor's own SDK", () => {
    expect(own.declared.length).toBeGreaterThan(10);
    expect(own.declared.filter((name) => !Object.hasOwn(own.parameters, name))).toEqual([]);
  });

  it.each(sent)('has %s at a provider of its own dialect', (name, parameter) => {
    expect(findFate(own.dialect, own.dialect, own.target, own.base, name, parameter)).toBe(parameter.own);
  });

  it.each(sent)('has %s at a provider of the other dialect', (name, parameter) => {
    const fate = parameter.foreign === 'here' ? 'silent' : parameter.foreign;
    expect(findFate(own.dialect, foreign.dialect, foreign.target, own.base, name, parameter)).toBe(fate);
  });

  it.each(kept)('keeps %s from every provider, for a reason', (name, parameter) => {
    const fates = [own, foreign].map((side) =>
      findFate(own.dialect, side.dialect, side.target, own.base, name, parameter),
    );
    expect([...fates, parameter.kept.length > 10]).toEqual(['silent', 'silent', true]);
  });
});
