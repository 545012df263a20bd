import { unsupportedContent } from './unsupported-content.js';

const content = (name: string) => ({ name, reason: 'no word for it', mend: 'Send it as image_url.' });

describe('a refusal of content', () => {
  it.each([
    ['suffix', 'suffix', 'Leave it out, or ask a model that completes texts.'],
    ['tokens', 'prompt', 'Send the prompt as text, or ask a model that completes texts.'],
  ])('tells a client of text completions what to do about %s', (name, param, mend) => {
    const { message, param: named } = unsupportedContent(content(name), 'openai-completions', 'anthropic');
    expect([message, named]).toEqual([
      `Invalid value for '${param}': '${name}' cannot be sent to anthropic: no word for it. ${mend}`,
      param,
    ]);
  });

  it('tells any other client what its encoder says', () => {
    expect(unsupportedContent(content('file'), 'openai-chat', 'groq').message).toMatch(/Send it as image_url\.$/);
  });
});
