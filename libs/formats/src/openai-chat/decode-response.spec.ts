import { decodeResponse } from './decode-response.js';

describe('decodeResponse', () => {
  it('keeps what a host adds, but for what would change every object made from it', () => {
    const { extra } = decodeResponse(JSON.parse('{"choices":[],"region":"eu","__proto__":{"polluted":true}}'));
    expect(extra).toEqual({ region: 'eu' });
    expect(extra?.['polluted']).toBeUndefined();
  });
});

test('what an Anthropic model thought at OpenRouter keeps its seals; a detail of another form is no seal', () => {
  const read = (format: string) =>
    decodeResponse({
      choices: [
        {
          message: {
            content: 'x',
            reasoning: 'Hm.',
            reasoning_details: [
              { type: 'reasoning.text', text: 'Hm.', signature: 'sig', format, index: 0 },
              { type: 'reasoning.encrypted', data: 'opaque', format, index: 1 },
            ],
          },
          finish_reason: 'stop',
        },
      ],
    }).choices[0]?.content.filter(({ type }) => type === 'reasoning');
  expect(read('anthropic-claude-v1')).toEqual([
    { type: 'reasoning', text: 'Hm.', signature: 'sig' },
    { type: 'reasoning', text: '', redacted: 'opaque' },
  ]);
  expect(read('openai-responses-v1')).toEqual([{ type: 'reasoning', text: 'Hm.' }]);
});
