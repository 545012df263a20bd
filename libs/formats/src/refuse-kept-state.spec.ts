import type { CanonicalRequest } from '@tollgate/canonical';
import { TARGET } from './openai-responses/foreign-harness.contract.js';
import { refuseKeptState } from './refuse-kept-state.js';

const asked = (
  extra: CanonicalRequest['extra'],
  format: CanonicalRequest['format'] = 'openai-responses',
): CanonicalRequest => ({
  operation: 'responses',
  format,
  model: 'm',
  messages: [],
  stream: false,
  streamUsage: true,
  extra,
  gateway: {},
});

describe('what only a provider of the Responses API keeps', () => {
  it.each([
    ['previous_response_id', 'resp_1'],
    ['conversation', { id: 'conv_1' }],
    ['prompt', { id: 'pmpt_1' }],
    ['background', true],
  ])('is refused by name at any other: %s', (member, value) => {
    expect(refuseKeptState(asked({ [member]: value }), TARGET, 'openai-chat')).toMatchObject({
      status: 400,
      param: member,
    });
  });

  it.each([{}, { background: false }, { previous_response_id: null }, { truncation: 'auto' }])(
    'is not asked for by %j',
    (extra) => {
      expect(refuseKeptState(asked(extra), TARGET, 'openai-chat')).toBeUndefined();
    },
  );

  it('has other meanings in other dialects', () => {
    expect(refuseKeptState(asked({ prompt: 'x' }, 'openai-chat'), TARGET, 'gemini')).toBeUndefined();
  });

  it.each([
    ['anthropic-messages', 'container', 'c', 'Anthropic'],
    ['gemini', 'cachedContent', 'cachedContents/1', 'Google'],
  ] as const)('nor does any other than %s know its %s', (format, member, value, maker) => {
    const request = asked({ [member]: value }, format);
    expect(refuseKeptState(request, TARGET, format)).toBeUndefined();
    const refusal = refuseKeptState(request, TARGET, 'openai-responses');
    expect([refusal?.param, refusal?.message]).toEqual([member, expect.stringContaining(`a model of ${maker}.`)]);
  });
});
