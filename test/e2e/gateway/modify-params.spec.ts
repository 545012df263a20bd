import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt, type Gateway } from '../../support/gateway/index.js';
import { ReplayUpstream, speakMessage } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
upstream.on('claude-haiku-4-5', (request) => speakMessage(request, { outputTokens: 2, promptTokens: 5 }));

const config = (litellm_settings: object): object =>
  buildConfig([buildModel({ name: 'claude', model: 'anthropic/claude-haiku-4-5', apiBase: upstream.url })], {
    litellm_settings,
  });
const call = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{}' } };
const messages = [
  { role: 'assistant', content: 'Welcome.', tool_calls: [call] },
  { role: 'tool', tool_call_id: 'call_9', content: 'whose?' },
  { role: 'user', content: 'Thanks!' },
];
const ask = (gateway: Gateway) =>
  callGateway(gateway, 'POST /v1/chat/completions', { body: { model: 'claude', max_tokens: 9, messages } });

describeAt(
  'nothing set',
  'modify_params',
  () => ({ config: config({ modify_params: true }) }),
  (gateway) => {
    it('mends what the provider would refuse, and names each change', async () => {
      const answer = await ask(gateway());
      expect([
        answer.status,
        answer.headers.get('x-tollgate-modified-params'),
        answer.headers.get('x-litellm-dropped-params'),
      ]).toEqual([200, 'messages[0].tool_calls, messages, tools', 'messages[1]']);
      expect(upstream.of('claude-haiku-4-5').at(-1)?.body).toMatchObject({
        messages: [
          { role: 'user', content: [{ type: 'text', text: '.' }] },
          { role: 'assistant' },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1' }, { text: 'Thanks!' }] },
        ],
        tools: [{ name: 'dummy_tool' }],
      });
    });
  },
);

describeAt(
  'nothing set',
  'without modify_params',
  () => ({ config: config({}) }),
  (gateway) => {
    it('such a request goes out as it came', async () => {
      const answer = await ask(gateway());
      expect([answer.status, answer.headers.get('x-tollgate-modified-params')]).toEqual([200, null]);
      expect(upstream.of('claude-haiku-4-5').at(-1)?.body).toMatchObject({
        messages: [{ role: 'assistant' }, { content: [{ tool_use_id: 'call_9' }, { text: 'Thanks!' }] }],
      });
      expect(upstream.of('claude-haiku-4-5').at(-1)?.body).not.toHaveProperty('tools');
    });
  },
);
