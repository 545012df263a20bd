import { createOpenAI } from '@ai-sdk/openai';
import { generateText, type ModelMessage, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { type Answer, callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import { answerJson, ItemProvider, ReplayUpstream, type UpstreamRequest } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
new ItemProvider(upstream, ['gpt-5', 'gpt-4o']);

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const tools = {
  weather: tool({ inputSchema: z.object({ city: z.string() }), execute: ({ city }) => `Sunny in ${city}.` }),
};

type Block = Readonly<Record<string, unknown>>;
interface Turn {
  readonly role: string;
  readonly content: string | readonly Block[];
}

const turnsOf = ({ body }: UpstreamRequest): readonly Turn[] => body['messages'] as readonly Turn[];
const blocksOf = ({ content }: Turn): readonly Block[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;
let answers = 0;

/** Thinks and calls the tool until its result is the last thing said. */
upstream.on('claude', (request) => {
  const last = turnsOf(request).at(-1);
  const isDone = last !== undefined && blocksOf(last).some(({ type }) => type === 'tool_result');
  answers += 1;
  const call = { type: 'tool_use', id: `toolu_${String(answers)}`, name: 'weather', input: { city: 'Bern' } };
  const thought = { type: 'thinking', thinking: 'I need the tool.', signature: `sealed-${String(answers)}` };
  return answerJson(200, {
    id: `msg_${String(answers)}`,
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: isDone ? [{ type: 'text', text: `answer ${String(answers)}` }] : [thought, call],
    stop_reason: isDone ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 3 },
  });
});

describeAt(
  'everything set',
  'the Vercel AI SDK’s provider of the Responses API, as it is without settings',
  () => ({
    config: buildConfig([
      ...['gpt-5', 'gpt-4o'].map((name) =>
        buildModel({ name, model: `openai/${name}`, apiBase: `${upstream.url}/v1` }),
      ),
      buildModel({ name: 'claude', model: 'anthropic/claude', apiBase: upstream.url }),
    ]),
  }),
  (gateway) => {
    /** What the last request named by ids alone, by the beginnings of the ids. */
    const referred = (): readonly string[] =>
      (upstream.requests.at(-1)?.body['input'] as readonly { readonly type?: string; readonly id?: string }[])
        .filter(({ type }) => type === 'item_reference')
        .map(({ id = '' }) => id.replace(/_.*/, ''));

    it.each([
      ['gpt-5', false, ['rs']],
      ['gpt-5', true, ['rs']],
      ['gpt-4o', false, ['rs', 'msg']],
      ['gpt-4o', true, ['rs', 'msg']],
    ])('names what %s said before by its ids, turn after turn (stream %s)', async (name, stream, kinds) => {
      const { key } = await createKey(gateway());
      const model = createOpenAI({ apiKey: key, baseURL: `${gateway().url}/v1` }).responses(name);
      const messages: ModelMessage[] = [];
      for (const question of ['How is the weather in Bern?', 'And now?']) {
        messages.push({ role: 'user', content: question });
        const asked = { model, tools, messages: [...messages], stopWhen: stepCountIs(3), maxRetries: 0 };
        const faults: unknown[] = [];
        const answer = stream
          ? streamText({ ...asked, onError: ({ error }) => void faults.push(error) })
          : await generateText(asked);
        expect(await answer.text).toMatch(/^answer \d+$/);
        expect(faults).toEqual([]);
        messages.push(...(await answer.responseMessages));
      }
      expect(referred()).toEqual(kinds);
      expect(upstream.requests.at(-1)?.body['store']).not.toBe(false);
    });

    it('names by its ids what a provider without the API said, which gets all of it, seals and results in their places', async () => {
      const { key } = await createKey(gateway());
      const model = createOpenAI({ apiKey: key, baseURL: `${gateway().url}/v1` }).responses('claude');
      const messages: ModelMessage[] = [];
      for (const question of ['How is the weather in Bern?', 'And now?']) {
        messages.push({ role: 'user', content: question });
        const answer = await generateText({ model, tools, messages, stopWhen: stepCountIs(3), maxRetries: 0 });
        expect(answer.text).toMatch(/^answer \d+$/);
        messages.push(...answer.responseMessages);
      }
      const said = upstream.of('claude').map(turnsOf).at(-1) ?? [];
      expect(said.map((turn) => [turn.role, ...blocksOf(turn).map(({ type }) => type)])).toEqual([
        ['user', 'text'],
        ['assistant', 'thinking', 'tool_use'],
        ['user', 'tool_result'],
        ['assistant', 'text'],
        ['user', 'text'],
        ['assistant', 'thinking', 'tool_use'],
        ['user', 'tool_result'],
      ]);
      const thoughts = said.flatMap(blocksOf).filter(({ type }) => type === 'thinking');
      expect(thoughts.map(({ signature }) => signature)).toEqual(['sealed-1', 'sealed-3']);
    });

    it('is told that another tenant’s items are not there', async () => {
      const ask = async (key: string, input: unknown): Promise<Answer> =>
        callGateway(gateway(), 'POST /v1/responses', { key, body: { model: 'claude', input } });
      const [{ key: owner }, { key: other }] = [await createKey(gateway()), await createKey(gateway())];
      const { body } = await ask(owner, [
        { type: 'function_call', call_id: 'c', name: 'weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c', output: 'Sunny' },
      ]);
      const [item] = body['output'] as readonly { readonly id: string }[];
      const input = [
        { type: 'item_reference', id: item?.id },
        { role: 'user', content: 'And now?' },
      ];
      const before = upstream.of('claude').length;
      expect(await ask(other, input)).toMatchObject({ status: 404, body: { error: { param: 'input[0].id' } } });
      expect(upstream.of('claude')).toHaveLength(before);
      expect((await ask(owner, input)).status).toBe(200);
    });
  },
);
