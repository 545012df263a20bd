import type { CanonicalResponse, HttpRequestSpec } from '@tollgate/canonical';
import type { Sent } from './sent.js';
import { sendBatches } from './send-batches.js';

const spec = (name: string): HttpRequestSpec => ({ method: 'POST', origin: 'http://x', path: [name], headers: {} });
const specs = (count: number) => Array.from({ length: count }, (_, index) => spec(String(index)));

function answered(name: string, tokens = 1): Sent {
  const response: CanonicalResponse = {
    id: name,
    model: 'm',
    choices: [],
    usage: { inputUncached: tokens, output: 0 },
  };
  return { kind: 'unary', status: 200, headers: {}, response };
}

function failed(unbilled: boolean): Sent {
  return {
    kind: 'failed',
    headers: { 'x-from': 'provider' },
    failureClass: 'server',
    failure: { status: 500, message: 'broken', unbilled },
  };
}

const join = (responses: readonly CanonicalResponse[]): CanonicalResponse => ({
  id: responses.map(({ id }) => id).join(),
  model: 'm',
  choices: [],
  usage: { inputUncached: responses.reduce((sum, { usage }) => sum + (usage?.inputUncached ?? 0), 0), output: 0 },
});

const send = (answer: (name: string) => Sent | Promise<Sent>) => (sent: HttpRequestSpec) =>
  Promise.resolve(answer(sent.path[0] ?? ''));

describe('sendBatches', () => {
  it('joins the answers in the order of the requests, however they come', async () => {
    const late = (name: string): Promise<Sent> =>
      new Promise((resolve) => {
        // the first one comes last
        if (name === '0') setImmediate(() => setImmediate(() => resolve(answered(name))));
        else resolve(answered(name));
      });
    const sent = await sendBatches({ specs: specs(20), send: send(late), join });
    expect(sent).toMatchObject({
      kind: 'unary',
      response: {
        id: specs(20)
          .map(({ path }) => path[0])
          .join(),
      },
    });
  });

  it('sends some side by side, and never more than eight', async () => {
    let [now, most] = [0, 0];
    const counting = async (name: string): Promise<Sent> => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return answered(name);
    };
    await sendBatches({ specs: specs(30), send: send(counting), join });
    expect(most).toBe(8);
  });

  it('begins no more after a failure, and tells what the answered parts were billed', async () => {
    const names: string[] = [];
    const answer = (name: string): Sent => {
      names.push(name);
      return name === '2' ? failed(true) : answered(name, 5);
    };
    const sent = await sendBatches({ specs: specs(100), send: send(answer), join });
    expect(sent).toMatchObject({
      kind: 'failed',
      failure: { unbilled: false, message: 'broken' },
      usage: { inputUncached: 5 * (names.length - 1) },
      headers: { 'x-from': 'provider' },
    });
    expect(names.length).toBeLessThan(20);
  });

  it('knows no usage where a failed part may have been billed', async () => {
    const sent = await sendBatches({
      specs: specs(2),
      send: send((name) => (name === '1' ? failed(false) : answered(name))),
      join,
    });
    expect(sent).toMatchObject({ kind: 'failed', failure: { unbilled: false } });
    expect(sent).not.toHaveProperty('usage');
  });

  it('is unbilled where every part was refused', async () => {
    const sent = await sendBatches({ specs: specs(3), send: send(() => failed(true)), join });
    expect(sent).toMatchObject({ kind: 'failed', failure: { unbilled: true } });
    expect(sent).not.toHaveProperty('usage');
  });
});
