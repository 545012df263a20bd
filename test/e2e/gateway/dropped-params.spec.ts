import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat, speakMessage, speakResponse } from '../../support/upstream/index.js';

const SPOKEN = { outputTokens: 2, promptTokens: 5 };
const question = { role: 'user', content: 'x' };

const upstream = ReplayUpstream.ofFile();
const CONTENTS = [{ role: 'user', parts: [{ text: 'x' }] }];
upstream.on('gpt-4o', (request) => {
  if (request.path.endsWith('/responses')) return speakResponse(request, SPOKEN);
  if (request.path.endsWith('/embeddings'))
    return answerJson(200, { object: 'list', data: [{ index: 0, embedding: [0] }], model: 'gpt-4o' });
  return speakChat(request, SPOKEN);
});
upstream.on('claude-haiku-4-5', (request) => speakMessage(request, SPOKEN));

describeAt(
  'everything set',
  'what a provider of another dialect cannot be asked',
  () => ({
    config: buildConfig([
      buildModel({ name: 'gpt', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'claude', model: 'anthropic/claude-haiku-4-5', apiBase: upstream.url }),
    ]),
  }),
  (gateway) => {
    it.each([false, true])('is named to a client of /v1/messages (stream %s)', async (stream) => {
      const body = {
        model: 'gpt',
        max_tokens: 9,
        messages: [question],
        top_k: 5,
        service_tier: 'standard_only',
        stream,
      };
      const answer = await callGateway(gateway(), 'POST /v1/messages', { body });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-litellm-dropped-params')).toBe('top_k, service_tier');
      const sent = upstream.of('gpt-4o').at(-1)?.body;
      expect(sent).not.toHaveProperty('top_k');
      expect(sent).not.toHaveProperty('service_tier');
    });

    it.each([
      ['/v1/chat/completions', { messages: [question], temperature: 0.5 }, 'temperature'],
      ['/v1/responses', { input: 'x', temperature: 0.5 }, 'temperature'],
      ['/v1/completions', { prompt: 'x', temperature: 0.5 }, 'temperature'],
      ['/v1/messages', { messages: [question], max_tokens: 9, temperature: 0.5 }, 'temperature'],
      ['/v1/embeddings', { input: 'x', dimensions: 5 }, 'dimensions'],
      [
        '/v1beta/models/gpt:generateContent',
        { contents: CONTENTS, generationConfig: { temperature: 0.5 } },
        'temperature',
      ],
      [
        '/v1/chat/completions',
        { messages: [question], tools: [{ type: 'function', function: { name: 'f', strict: true } }] },
        'tools[*].function.strict',
      ],
      [
        '/v1/responses',
        { input: 'x', tools: [{ type: 'function', name: 'f', strict: true }] },
        'tools[*].function.strict',
      ],
    ])('is named on %s where it is to be left out: %j, %s', async (surface, members, path) => {
      const word = path.slice(path.lastIndexOf('.') + 1);
      const ask = (more: object) =>
        callGateway(gateway(), `POST ${surface}`, {
          body: { ...(surface.includes(':') ? {} : { model: 'gpt' }), ...members, ...more },
        });
      expect((await ask({})).headers.get('x-litellm-dropped-params')).toBeNull();
      expect(upstream.of('gpt-4o').at(-1)?.text).toContain(`"${word}":`);
      const answer = await ask({ additional_drop_params: [path] });
      expect([answer.status, answer.headers.get('x-litellm-dropped-params')]).toEqual([200, path]);
      expect(upstream.of('gpt-4o').at(-1)?.text).not.toContain(`"${word}":`);
    });

    it('is named shortly, however much of it there is', async () => {
      const odd = Object.fromEntries(
        Array.from({ length: 900 }, (_, index) => [`odd_${'x'.repeat(90)}_${String(index)}`, 1]),
      );
      const body = { model: 'gpt', max_tokens: 9, messages: [question], ...odd };
      const answer = await callGateway(gateway(), 'POST /v1/messages', { body });
      const names = answer.headers.get('x-litellm-dropped-params')?.split(', ') ?? [];
      expect([answer.status, names.length, names[0], names.at(-1)]).toEqual([
        200,
        33,
        `odd_${'x'.repeat(60)}`,
        '868 more',
      ]);
    });

    it('is told where it can be: a failed tool in its text', async () => {
      const messages = [
        question,
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'no such city', is_error: true }] },
      ];
      const body = { model: 'gpt', max_tokens: 9, messages, tools: [{ name: 'f', input_schema: { type: 'object' } }] };
      const answer = await callGateway(gateway(), 'POST /v1/messages', { body });
      expect([answer.status, answer.headers.get('x-litellm-dropped-params')]).toEqual([200, null]);
      expect(upstream.of('gpt-4o').at(-1)?.body['messages']).toMatchObject([
        {},
        {},
        { role: 'tool', tool_call_id: 't', content: 'Error: no such city' },
      ]);
    });

    it('is named to a client of /v1/chat/completions, and refused where it would change the answer', async () => {
      const ask = (members: object) =>
        callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'claude', max_tokens: 9, messages: [question], ...members },
        });
      const named = await ask({ verbosity: 'low', prompt_cache_key: 'k' });
      expect([named.status, named.headers.get('x-litellm-dropped-params')]).toEqual([
        200,
        'verbosity, prompt_cache_key',
      ]);
      expect((await ask({ seed: 1 })).status).toBe(400);
      const dropped = await ask({ seed: 1, drop_params: true });
      expect([dropped.status, dropped.headers.get('x-litellm-dropped-params')]).toEqual([200, 'seed']);
    });

    it.each([
      ['/v1/responses', 'claude', { input: 'x', tools: [{ type: 'code_interpreter', container: { type: 'auto' } }] }],
      [
        '/v1/messages',
        'gpt',
        { messages: [question], max_tokens: 9, tools: [{ type: 'bash_20250124', name: 'bash' }] },
      ],
    ])('is refused on %s where it is a tool, and left out by leave alone', async (surface, model, members) => {
      const ask = (more: object) => callGateway(gateway(), `POST ${surface}`, { body: { model, ...members, ...more } });
      const before = upstream.requests.length;
      const refused = await ask({});
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("['tools']")]);
      expect(upstream.requests.length).toBe(before);
      const dropped = await ask({ drop_params: true });
      expect([dropped.status, dropped.headers.get('x-litellm-dropped-params')]).toEqual([200, 'tools']);
    });

    it('is asked for in other words where there are some: a search of the web, JSON of any form', async () => {
      const searching = { model: 'claude', input: 'x', tools: [{ type: 'web_search' }] };
      const searched = await callGateway(gateway(), 'POST /v1/responses', { body: searching });
      expect([searched.status, searched.headers.get('x-litellm-dropped-params')]).toEqual([200, null]);
      expect(upstream.of('claude-haiku-4-5').at(-1)?.body['tools']).toEqual([
        { type: 'web_search_20250305', name: 'web_search' },
      ]);
      const wanted = { model: 'claude', messages: [question], response_format: { type: 'json_object' } };
      const told = await callGateway(gateway(), 'POST /v1/chat/completions', { body: wanted });
      expect([told.status, told.headers.get('x-litellm-dropped-params')]).toEqual([200, null]);
      expect(upstream.of('claude-haiku-4-5').at(-1)?.body['system']).toMatch(/one valid JSON object and nothing else/);
    });

    it('is refused where it is content, whatever may be dropped, in the words of the caller', async () => {
      const before = upstream.requests.length;
      const removal = { role: 'user', content: [{ type: 'tool_removal', tool_names: ['f'] }] };
      const message = { model: 'gpt', max_tokens: 9, messages: [removal], drop_params: true };
      expect(await callGateway(gateway(), 'POST /v1/messages', { body: message })).toMatchObject({
        status: 400,
        body: {
          type: 'error',
          error: {
            type: 'invalid_request_error',
            message: expect.stringContaining("content block 'tool_removal'"),
          },
        },
      });
      const part = { role: 'user', content: [{ type: 'hologram' }] };
      const chat = { model: 'claude', max_tokens: 9, messages: [part], drop_params: true };
      expect(await callGateway(gateway(), 'POST /v1/chat/completions', { body: chat })).toMatchObject({
        status: 400,
        body: { error: { type: 'invalid_request_error', message: expect.stringContaining("content part 'hologram'") } },
      });
      expect(upstream.requests).toHaveLength(before);
    });

    it('is told as text where that says the same: a search result', async () => {
      const content = [
        { type: 'search_result', source: 'https://a.b', title: 'Tides', content: [{ type: 'text', text: 'Nine.' }] },
      ];
      const body = { model: 'gpt', max_tokens: 9, messages: [{ role: 'user', content }] };
      expect((await callGateway(gateway(), 'POST /v1/messages', { body })).status).toBe(200);
      expect(upstream.of('gpt-4o').at(-1)?.body['messages']).toEqual([
        { role: 'user', content: 'Tides\nhttps://a.b\nNine.' },
      ]);
    });

    it('is named where there is no room to think, and what thinking forbids is sent', async () => {
      const body = {
        model: 'claude',
        max_tokens: 50,
        messages: [question],
        reasoning_effort: 'high',
        temperature: 0.3,
      };
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', { body });
      expect([answer.status, answer.headers.get('x-litellm-dropped-params')]).toEqual([200, 'reasoning_effort']);
      expect(upstream.of('claude-haiku-4-5').at(-1)?.body).toMatchObject({ max_tokens: 50, temperature: 0.3 });
    });
  },
);
