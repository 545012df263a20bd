import { type GatewayError } from '@tollgate/canonical';
import { NANO_USD_MAX } from '@tollgate/kernel';
import { createLogger } from '@tollgate/telemetry';
import type { Walked } from './build-record.js';
import { conclude } from './conclude.js';
import type { Ending } from './ending.js';
import type { PipelineParts } from './pipeline-parts.js';

type Fault = 'journal' | 'settle' | 'metrics' | 'record' | 'texts';

function setUp(faults: readonly Fault[] = [], more: object = {}) {
  const alarms: string[] = [];
  const order: string[] = [];
  const fail = (fault: Fault): void => {
    order.push(fault);
    if (faults.includes(fault)) throw new Error(fault);
  };
  const parts = {
    clock: { now: () => 5, monotonicMs: () => 5 },
    ids: { newId: () => 'id' },
    logger: Object.assign(createLogger('silent'), {
      error: (_fields: unknown, message: string) => void alarms.push(message),
    }),
    journal: {
      finished: async (_record: unknown, texts: unknown) => {
        await new Promise((resolve) => setImmediate(resolve));
        order.push(texts === undefined ? 'without texts' : 'with texts');
        fail('journal');
      },
    },
    accounts: { settle: () => fail('settle') },
    metrics: { observe: () => fail('metrics') },
    keySpend: { add: () => undefined },
  } as unknown as PipelineParts;
  const closed = {
    attempt: {
      step: { model: { name: 'm', group: 'm' }, target: {}, deployment: { limits: {} } },
      reservation: {},
      warnings: [],
    },
    record: { costNano: '1' },
    cost: { breakdown: {} },
    ...more,
  };
  const ending = {
    status: 'success',
    httpStatus: 200,
    earlier: [],
    closed,
    get finish() {
      if (faults.includes('record')) throw new Error('record');
      return undefined;
    },
    response: () => {
      fail('texts');
      return undefined;
    },
    send: () => order.push('end'),
    spoil: (error: GatewayError) => order.push(`spoilt: ${error.code}`),
  } as unknown as Ending;
  const walked = {
    ingress: { requestId: 'r', receivedAt: 0, callId: 'c', route: { path: '/x' }, headers: {}, startedMs: 0 },
    surface: { operation: 'chat', format: { id: 'openai-chat' }, callType: 'x' },
    snapshot: { settings: {}, sinks: [{ sink: 's', success: true, failure: true, content: true }] },
    principal: { scopes: [], keyId: 'k', keyHash: 'h' },
    caller: { tags: [], tagIds: [], tagOfAllIds: [] },
    body: {},
    request: { gateway: {}, model: 'm' },
  } as unknown as Walked;
  return { order, alarms, run: () => conclude(parts, walked, ending) };
}

describe('conclude', () => {
  it('records, settles, and only then gives the client its end', async () => {
    const { order, run } = setUp();
    await run();
    expect(order).toEqual(['texts', 'with texts', 'journal', 'settle', 'metrics', 'end']);
  });

  it('gives no clean end to what could not be recorded, and settles it', async () => {
    const { order, run } = setUp(['journal']);
    await run();
    expect(order).toContain('settle');
    expect(order.at(-1)).toBe('spoilt: journal_unavailable');
    expect(order).not.toContain('end');
  });

  it('settles, and ends with an error, when its own record cannot be made', async () => {
    const { order, run } = setUp(['record']);
    await run();
    expect(order).toEqual(['settle', 'spoilt: journal_unavailable']);
  });

  it('keeps the record when the texts beside it cannot be made', async () => {
    const { order, run } = setUp(['texts']);
    await run();
    expect(order).toEqual(['texts', 'without texts', 'journal', 'settle', 'metrics', 'end']);
  });

  it.each([
    ['a usage that was not believed', { disbelieved: true }],
    ['a cost at the end of what the ledger holds', { record: { costNano: String(NANO_USD_MAX) } }],
  ])('raises an alarm for %s', async (_name, closed) => {
    const { alarms, run } = setUp([], closed);
    await run();
    expect(alarms).toEqual([expect.stringMatching(/usage that no answer can have|more than the ledger can hold/)]);
    const quiet = setUp();
    await quiet.run();
    expect(quiet.alarms).toEqual([]);
  });

  it.each(['settle', 'metrics'] as const)('ends the request although %s fails', async (fault) => {
    const { order, run } = setUp([fault]);
    await run();
    expect(order.at(-1)).toBe('end');
  });
});
