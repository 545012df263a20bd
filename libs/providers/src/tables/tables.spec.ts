import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readMembers } from '../../../../test/contract/parameters/read-members.js';
import { PROVIDERS } from '../registry.js';
import { CHAT_PARAMETERS } from './chat-parameters.js';
import { findFate } from './find-fate.js';
import { renderParameterTable } from './render-parameter-table.js';
import { renderProviderTable } from './render-provider-table.js';
import { supportedParameters } from './supported-parameters.js';

const DOCS = path.join(__dirname, '../../../../docs');
const SDK = 'openai/resources/chat/completions/completions.d.ts';

it.each([
  ['providers.md', renderProviderTable],
  ['parameters.md', renderParameterTable],
])('docs/%s is what the adapters make of it now (npm run generate writes it)', (file, render) => {
  expect(readFileSync(path.join(DOCS, file), 'utf8')).toBe(render());
});

it('the table has every parameter that OpenAI’s own library declares', () => {
  const declared = [...readMembers(SDK, 'ChatCompletionCreateParamsBase')];
  const others = ['messages', 'model', 'stream'];
  expect(declared.filter((name) => !others.includes(name) && !Object.hasOwn(CHAT_PARAMETERS, name))).toEqual([]);
});

it.each([
  ['openai', 'seed', 'sent'],
  ['mistral', 'seed', 'mapped'],
  ['mistral', 'user', 'dropped'],
  ['mistral', 'logit_bias', 'refused'],
  ['mistral', 'logprobs', 'sent, or dropped with drop_params'],
  ['anthropic', 'stop', 'mapped'],
  ['openai', 'metadata', 'sent'],
  ['groq', 'metadata', 'dropped'],
  ['mistral', 'stream_options', 'kept'],
])('%s: %s is %s', (id, name, fate) => {
  const provider = PROVIDERS.find((one) => one.id === id);
  const sample = CHAT_PARAMETERS[name];
  expect(provider && sample && findFate(provider, name, sample)).toBe(fate);
});

describe('the parameters that a provider takes', () => {
  const of = (id: string): readonly string[] =>
    PROVIDERS.flatMap((provider) => (provider.id === id ? supportedParameters(provider) : []));

  it('are those that are neither refused nor dropped', () => {
    expect(of('mistral')).toEqual(expect.arrayContaining(['seed', 'stream', 'temperature', 'tools']));
    expect(of('mistral')).not.toContain('user');
    expect(of('mistral')).not.toContain('logit_bias');
  });

  it('are all of them at OpenAI but for those of other dialects', () => {
    const lacking = Object.keys(CHAT_PARAMETERS).filter((name) => !of('openai').includes(name));
    expect(lacking.every((name) => ['thinking', 'top_k'].includes(name))).toBe(true);
  });
});
