import { AnswerCollector } from './answer-collector.js';

describe('AnswerCollector', () => {
  it('takes usage for that of the whole answer only when the answer has finished', () => {
    const collector = new AnswerCollector();
    collector.push({ type: 'start', id: 'm', model: 'x' });
    collector.push({ type: 'usage', usage: { inputUncached: 20, output: 1 }, final: false });
    collector.push({ type: 'text-start', block: 0, choice: 0 });
    collector.push({ type: 'text-delta', block: 0, text: 'a b c d' });
    expect(collector.usage).toBeUndefined();
    expect(collector.interimUsage).toEqual({ inputUncached: 20, output: 1 });
    collector.push({ type: 'usage', usage: { output: 4 }, final: true });
    collector.push({ type: 'finish', choice: 0, finish: { reason: 'stop' } });
    expect(collector.usage).toEqual({ inputUncached: 20, output: 4 });
  });

  it('reports no usage where the provider told no output', () => {
    const collector = new AnswerCollector();
    collector.push({ type: 'usage', usage: { inputUncached: 20 }, final: false });
    collector.push({ type: 'finish', choice: 0, finish: { reason: 'stop' } });
    expect(collector.usage).toBeUndefined();
  });
});
