import { PassThrough } from 'node:stream';
import type { GatewaySettings } from '@tollgate/canonical';
import { ByteBudget } from './byte-budget.js';
import type { Exchange } from './exchange.js';
import { receiveBody } from './receive-body.js';

const SETTINGS = { bodyBytesMax: 1_000, jsonDepthMax: 10, bodyIdleMs: 1_000, bodyTotalMs: 1_000 } as GatewaySettings;

function setUp(body: string, headers: Record<string, string> = {}, bytesMax = 10_000) {
  const request = Object.assign(new PassThrough(), { headers });
  const budget = new ByteBudget(bytesMax);
  let continued = 0;
  const exchange = { request, continue: () => (continued += 1) } as unknown as Exchange;
  request.end(body);
  return {
    receive: () => receiveBody(exchange, SETTINGS, budget),
    budget,
    continued: () => continued,
  };
}

describe('receiveBody', () => {
  it('asks for the body, and gives it parsed with its size', async () => {
    const { receive, budget, continued } = setUp('{"model":"m"}', {
      'content-type': 'application/json; charset=utf-8',
    });
    const received = await receive();
    expect(received).toMatchObject({ body: { model: 'm' }, bytes: 13 });
    expect(continued()).toBe(1);
    received.release();
    expect(budget.usedBytes).toBe(0);
  });

  it.each([
    { 'content-encoding': 'gzip' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=latin1' },
  ])('does not even ask for a body that it cannot read: %j', async (headers) => {
    const { receive, continued } = setUp('{}', headers);
    await expect(receive()).rejects.toMatchObject({ status: 415 });
    expect(continued()).toBe(0);
  });

  it.each([
    ['[1]'],
    ['"x"'],
    ['null'],
    ['{"a":'],
    [''],
    ['{"model":"a","model":"b"}'],
    ['{"Model":"a"}'],
    [`${'{"a":'.repeat(11)}1${'}'.repeat(11)}`],
  ])('refuses %j with 400 and gives its bytes back', async (body) => {
    const { receive, budget } = setUp(body);
    await expect(receive()).rejects.toMatchObject({ status: 400 });
    expect(budget.usedBytes).toBe(0);
  });

  it('counts what a body takes once it is parsed, and refuses with 503 what does not fit', async () => {
    const dense = `{"a":[${'1,'.repeat(99)}1]}`;
    const { receive, budget } = setUp(dense, {}, 20_000);
    const { release } = await receive();
    expect(budget.usedBytes).toBeGreaterThan(10_000);
    release();
    expect(budget.usedBytes).toBe(0);
    const tight = setUp(dense, {}, 10_000);
    await expect(tight.receive()).rejects.toMatchObject({ status: 503, code: 'overloaded' });
    expect(tight.budget.usedBytes).toBe(0);
  });
});
