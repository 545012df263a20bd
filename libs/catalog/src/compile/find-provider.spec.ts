import { provider } from '../test-doubles.js';
import { compileBareNames } from './find-provider.js';

test('the most specific pattern tells whose bare name it is, whatever the order of the providers', () => {
  const chat = { ...provider('openai'), bareModels: ['gpt-*'] };
  const legacy = { ...provider('text-completion-openai'), bareModels: ['gpt-3.5-turbo-instruct*'] };
  for (const providers of [
    [chat, legacy],
    [legacy, chat],
  ]) {
    const ownerOf = compileBareNames(providers);
    expect(['gpt-3.5-turbo-instruct-0914', 'gpt-3.5-turbo', 'other'].map((name) => ownerOf(name)?.id)).toEqual([
      'text-completion-openai',
      'openai',
      undefined,
    ]);
  }
});
