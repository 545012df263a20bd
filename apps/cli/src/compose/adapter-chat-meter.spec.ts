import { AdapterChatMeter } from './adapter-chat-meter.js';

describe('AdapterChatMeter', () => {
  const meter = new AdapterChatMeter();

  it('counts a chat as the gateway does where it holds money: by the model’s own vocabulary, and in bytes where it has none', async () => {
    const messages = [{ role: 'user', content: 'Hello there, how are you?' }];
    expect(await meter.countInput({ model: 'gpt-4o', messages }, 'gpt-4o')).toBe(3 + 4 + 7);
    expect(await meter.countInput({ model: 'own', messages }, 'own')).toBe(3 + 4 + 25);
  });

  it('refuses what is no chat', async () => {
    await expect(meter.countInput({ model: 'own', messages: [{ role: 5 }] }, 'own')).rejects.toMatchObject({
      status: 400,
    });
    expect(() => meter.readUsage({ usage: 'no' })).toThrow('no answer of a chat completion');
  });

  it('reads what an answer used, from its cache apart', () => {
    const message = { role: 'assistant', content: 'x' };
    const usage = {
      prompt_tokens: 20,
      completion_tokens: 10,
      total_tokens: 30,
      prompt_tokens_details: { cached_tokens: 8 },
    };
    const answer = {
      id: 'a',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message }],
      usage,
    };
    expect(meter.readUsage(answer)).toMatchObject({ inputUncached: 12, cacheRead: 8, output: 10 });
    expect(meter.readUsage({ ...answer, usage: undefined as never })).toBeUndefined();
  });
});
