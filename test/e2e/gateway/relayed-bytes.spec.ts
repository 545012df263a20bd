import { buildConfig, buildModel } from '../../support/builders/index.js';
import { createKey, describeAt, type Gateway, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream, type UpstreamAnswer } from '../../support/upstream/index.js';

/** 64-bit integers, as account numbers and ids are, and a decimal with more digits than a double holds. */
const BIG = '12345678901234567890';
const ODD = '9007199254740993';
const LONG = '0.1234567890123456789';

const CHAT = `{ "id": "cc",
\t"object":"chat.completion","created":1.0,"model" : "gpt-4o" ,"big":${BIG},"e":1e2,"u":"\\u00e9\\/","choices":[{"index":0,"message":{"role":"assistant","content":"x \\ud83d\\ude00 é \\"model\\":\\"gpt-4o\\"","model":"gpt-4o"},"finish_reason":"stop","logprobs":null}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"x":0.10}}
`;
const MESSAGE = `{"type":"message","id":"msg_1" , "role":"assistant",\r\n"content":[{"type":"text","text":"\\u00e9","zz":1.0},{"type":"tool_use","id":"t1","name":"pay","input":{"account":${BIG},"amount":10.10, "rate":1e2}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":5,"big":${BIG}},"model": "claude-haiku-4-5"}`;
const CHAT_CALL = `{"id":"cc","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"pay","arguments":"{\\"account\\":${BIG},\\"share\\":${LONG}}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}`;

const SCHEMA = `{"type":"object","properties":{"id":{"type":"integer","maximum":18446744073709551615,"default":${ODD}}}}`;

const answerText = (body: string): UpstreamAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
});

const upstream = ReplayUpstream.ofFile();

/** A body given as text goes out as it stands there. */
async function send(
  gateway: Gateway,
  path: string,
  body: string,
  key = gateway.masterKey,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, text: await response.text() };
}

const chat = (model: string, more = ''): string =>
  `{"model":"${model}","messages":[{"role":"user","content":"hi"}]${more}}`;
const message = (model: string, more = ''): string =>
  `{"model":"${model}","max_tokens":9,"messages":[{"role":"user","content":"hi"}]${more}}`;

describeAt(
  'everything set',
  'what the gateway does not change',
  () => ({
    config: buildConfig([
      buildModel({ name: 'gpt', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'claude', model: 'anthropic/claude-haiku-4-5', apiBase: upstream.url }),
    ]),
  }),
  (gateway) => {
    const sent = (model: string): string => upstream.of(model).at(-1)?.text ?? '';

    describe('in a whole answer', () => {
      beforeEach(() => {
        upstream.on('gpt-4o', answerText(CHAT));
        upstream.on('claude-haiku-4-5', answerText(MESSAGE));
      });

      it('reaches a chat client of a chat provider byte for byte, but for the public model name', async () => {
        const { status, text } = await send(gateway(), '/v1/chat/completions', chat('gpt'));
        expect(status).toBe(200);
        expect(text).toBe(CHAT.replace('"model" : "gpt-4o"', '"model" : "gpt"'));
      });

      it('reaches a messages client of a messages provider byte for byte, but for the public model name', async () => {
        const { status, text } = await send(gateway(), '/v1/messages', message('claude'));
        expect(status).toBe(200);
        expect(text).toBe(MESSAGE.replace('"model": "claude-haiku-4-5"', '"model": "claude"'));
      });

      it('reaches a client of the other dialect with the values of its tool arguments', async () => {
        const { text } = await send(gateway(), '/v1/chat/completions', chat('claude'));
        expect(text).toContain(`"arguments":"{\\"account\\": ${BIG}, \\"amount\\": 10.1, \\"rate\\": 100}"`);
        upstream.on('gpt-4o', answerText(CHAT_CALL));
        const other = await send(gateway(), '/v1/messages', message('gpt'));
        expect(other.text).toContain(`"input":{"account":${BIG},"share":${LONG}}`);
      });
    });

    describe('in a request', () => {
      beforeEach(() => {
        upstream.on('gpt-4o', answerText(CHAT_CALL));
        upstream.on('claude-haiku-4-5', answerText(MESSAGE));
      });

      it('reaches a chat provider with every number as a chat client wrote it', async () => {
        const tools = `"tools":[{"type":"function","function":{"name":"f","parameters":${SCHEMA}}}]`;
        const more = `,${tools},"seed":${BIG},"vendor_id":${BIG},"vendor":{"a":[${ODD},1e400]}`;
        expect((await send(gateway(), '/v1/chat/completions', chat('gpt', more))).status).toBe(200);
        for (const part of more
          .slice(1)
          .replace(`"seed":${BIG},`, '')
          .split(/,(?="vendor)/))
          expect(sent('gpt-4o')).toContain(part);
        expect(sent('gpt-4o')).toContain(`"seed":${BIG}`);
      });

      it('reaches a messages provider with every number as a messages client wrote it', async () => {
        const input = `{"account":${BIG},"share":${LONG}}`;
        const body = `{"model":"claude","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"pay","input":${input}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"ok"}]}],"tools":[{"name":"pay","input_schema":${SCHEMA}}]}`;
        expect((await send(gateway(), '/v1/messages', body)).status).toBe(200);
        expect(sent('claude-haiku-4-5')).toContain(`"input":${input}`);
        expect(sent('claude-haiku-4-5')).toContain(`"input_schema":${SCHEMA}`);
      });

      it('reaches a messages provider from a chat client with the values of tool arguments and schemas', async () => {
        const body = `{"model":"claude","messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"pay","arguments":"{\\"account\\":${BIG}}"}}]},{"role":"tool","tool_call_id":"t","content":"ok"}],"tools":[{"type":"function","function":{"name":"pay","parameters":${SCHEMA}}}]}`;
        expect((await send(gateway(), '/v1/chat/completions', body)).status).toBe(200);
        expect(sent('claude-haiku-4-5')).toContain(`"input":{"account":${BIG}}`);
        expect(sent('claude-haiku-4-5')).toContain(`"input_schema":${SCHEMA}`);
      });

      it('reaches a chat provider from a messages client with the values of tool arguments and schemas', async () => {
        const body = `{"model":"gpt","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"pay","input":{"account":${BIG}}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"ok"}]}],"tools":[{"name":"pay","input_schema":${SCHEMA}}]}`;
        expect((await send(gateway(), '/v1/messages', body)).status).toBe(200);
        expect(sent('gpt-4o')).toContain(`"arguments":"{\\"account\\": ${BIG}}"`);
        expect(sent('gpt-4o')).toContain(`"parameters":${SCHEMA}`);
      });
    });

    it.each([
      ['/v1/chat/completions', `{"model":"gpt","messages":[],"max_tokens":${BIG}}`, 'max_tokens'],
      ['/v1/chat/completions', `{"model":"gpt","messages":[],"n":1.00000000000000001}`, 'n'],
      ['/v1/chat/completions', `{"model":"gpt","messages":[],"temperature":1e400}`, 'temperature'],
      ['/v1/messages', `{"model":"claude","messages":[],"max_tokens":${BIG}}`, 'max_tokens'],
      ['/v1/messages', message('claude', `,"thinking":{"type":"enabled","budget_tokens":${BIG}}`), 'budget_tokens'],
    ])('%s refuses %s: what the gateway counts with is a number it can count with', async (path, body, member) => {
      const { status, text } = await send(gateway(), path, body);
      expect(status).toBe(400);
      expect(text).toContain(member);
    });

    it('a call whose numbers no double holds leaves its row like any other', async () => {
      upstream.on(
        'gpt-4o',
        answerText(CHAT_CALL.replace('"total_tokens":15', `"total_tokens":15,"far":[${BIG},1e400]`)),
      );
      const { key, hash } = await createKey(gateway());
      const more = `,"seed":${BIG},"metadata":{"id":${BIG},"far":[1e400,1e999999]}`;
      expect((await send(gateway(), '/v1/chat/completions', chat('gpt', more), key)).status).toBe(200);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'success' });
    });

    it('a sampling setting with more digits than a double holds is rounded, as every reader would', async () => {
      upstream.on('gpt-4o', answerText(CHAT));
      upstream.on('claude-haiku-4-5', answerText(MESSAGE));
      const setting = ',"temperature":0.69999999999999996';
      expect((await send(gateway(), '/v1/chat/completions', chat('gpt', setting))).status).toBe(200);
      expect(sent('gpt-4o')).toContain('"temperature":0.7');
      expect((await send(gateway(), '/v1/messages', message('claude', setting))).status).toBe(200);
      expect(sent('claude-haiku-4-5')).toContain('"temperature":0.7');
    });
  },
);
