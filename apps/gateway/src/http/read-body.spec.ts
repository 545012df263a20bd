import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { ByteBudget } from './byte-budget.js';
import { checkDeclaredLength, readBody } from './read-body.js';

function setUp(
  options: { declared?: number; bytesMax?: number; budgetBytes?: number; idleMs?: number; totalMs?: number } = {},
) {
  const request = Object.assign(new PassThrough(), {
    headers: options.declared === undefined ? {} : { 'content-length': String(options.declared) },
  });
  request.on('error', () => undefined);
  const budget = new ByteBudget(options.budgetBytes ?? 1_000);
  const { bytesMax = 100, idleMs = 1_000, totalMs = 10_000 } = options;
  const limits = { bytesMax, idleMs, totalMs, budget };
  const read = (): ReturnType<typeof readBody> => readBody(request as unknown as IncomingMessage, limits);
  return { request, budget, read };
}

describe('readBody', () => {
  it('gives all bytes, counts them while they are held, and gives them back', async () => {
    const { request, budget, read } = setUp();
    const reading = read();
    request.write('ab');
    request.end('cd');
    const body = await reading;
    expect(body.bytes.toString()).toBe('abcd');
    expect(budget.usedBytes).toBe(4);
    body.release();
    expect(budget.usedBytes).toBe(0);
  });

  it('refuses by its length alone a body that is declared too large', () => {
    const { request } = setUp({ declared: 101 });
    const check = (bytesMax: number) => () => checkDeclaredLength(request as unknown as IncomingMessage, bytesMax);
    expect(check(101)).not.toThrow();
    expect(check(100)).toThrow(expect.objectContaining({ code: 'body_too_large', status: 413 }) as Error);
  });

  it('refuses a body that turns out too large, and holds nothing of it', async () => {
    const { request, budget, read } = setUp();
    const reading = read();
    request.write(Buffer.alloc(60));
    request.write(Buffer.alloc(60));
    await expect(reading).rejects.toMatchObject({ code: 'body_too_large' });
    expect(budget.usedBytes).toBe(0);
  });

  it('refuses with 503 when the process holds too much, and takes nothing from the others', async () => {
    const { request, budget, read } = setUp({ budgetBytes: 50 });
    budget.take(40);
    const reading = read();
    request.write(Buffer.alloc(20));
    await expect(reading).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    expect(budget.usedBytes).toBe(40);
  });

  it('gives up a body that stops coming', async () => {
    const { request, budget, read } = setUp({ idleMs: 10 });
    const reading = read();
    request.write('half');
    await expect(reading).rejects.toMatchObject({ code: 'body_timeout', status: 408 });
    expect(budget.usedBytes).toBe(0);
  });

  it('gives up a body that trickles: each piece in time, the whole too late', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      const { request, budget, read } = setUp({ idleMs: 30_000, totalMs: 120_000 });
      const reading = read();
      const refused = expect(reading).rejects.toMatchObject({ code: 'body_timeout' });
      for (let piece = 0; piece < 4; piece += 1) {
        request.write('x');
        await new Promise((resolve) => setImmediate(resolve));
        jest.advanceTimersByTime(29_000);
      }
      request.write('x');
      await new Promise((resolve) => setImmediate(resolve));
      expect(budget.usedBytes).toBe(5);
      jest.advanceTimersByTime(4_000);
      await refused;
      expect(budget.usedBytes).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('ends at once when the client goes', async () => {
    const { request, budget, read } = setUp();
    const reading = read();
    request.write('half');
    request.destroy();
    await expect(reading).rejects.toMatchObject({ code: 'client_closed' });
    expect(budget.usedBytes).toBe(0);
  });

  it('ends at once when the client had gone before', async () => {
    const { request, read } = setUp();
    request.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(read()).rejects.toMatchObject({ code: 'client_closed' });
  });

  it('leaves no listener and no timer behind', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const { request, read } = setUp();
    const reading = read();
    expect(jest.getTimerCount()).toBe(2);
    request.end('x');
    await reading;
    expect(['data', 'close'].map((event) => request.listenerCount(event))).toEqual([0, 0]);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
