import { type FailureClass, type FallbackRoute, GatewayError, type RouteStep } from '@tollgate/canonical';
import { ANSWER, ask, ERROR, EVENT, setUpDispatcher, step, type Scripted } from './dispatcher-harness.contract.js';

describe('Dispatcher', () => {
  it('journals each attempt before it is sent, with what earlier ones were charged', async () => {
    const { dispatcher, journal, sent } = setUpDispatcher([ERROR(500, 'one'), ANSWER('two')]);
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result.ok).toBe(true);
    expect(sent).toHaveLength(2);
    expect(journal.startedLines).toMatchObject([
      { attempt: 1, deploymentId: 'a', chargedNano: '0' },
      { attempt: 2, deploymentId: 'b', chargedNano: '3' },
    ]);
  });

  it('sends nothing that the journal could not take, and gives the hold back', async () => {
    const { dispatcher, journal, sent, released } = setUpDispatcher([ANSWER('never')]);
    journal.broken = true;
    const result = await dispatcher.dispatch(ask([step('a')]));
    expect(result).toMatchObject({ ok: false, error: { error: { code: 'journal_unavailable' }, attempts: [] } });
    expect(sent).toEqual([]);
    expect(released).toEqual([1]);
  });

  it('shows the first error, whatever later attempts say', async () => {
    const { dispatcher } = setUpDispatcher([ERROR(500, 'the first'), ERROR(503, 'the second')]);
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result).toMatchObject({
      ok: false,
      error: { error: { status: 500, message: expect.stringContaining('the first') } },
    });
  });

  it('does not try again what the caller did wrong', async () => {
    const { dispatcher, sent } = setUpDispatcher([ERROR(400, 'bad'), ANSWER('no')]);
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result).toMatchObject({ ok: false, error: { error: { status: 400 } } });
    expect(sent).toHaveLength(1);
  });

  it('refuses at once what the first reservation refuses, and skips a later step that money does not cover', async () => {
    const first = setUpDispatcher([ANSWER('no')], { refuseFrom: 1 });
    expect(await first.dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'budget_exceeded' }, attempts: [] },
    });
    expect(first.sent).toEqual([]);
    const second = setUpDispatcher([ERROR(500, 'the first'), ANSWER('no')], { refuseFrom: 2 });
    expect(await second.dispatcher.dispatch(ask([step('a'), step('b')]))).toMatchObject({
      ok: false,
      error: { error: { status: 500 } },
    });
    expect(second.sent).toHaveLength(1);
  });

  it('puts the granted output limit into the bytes as the last word', async () => {
    const { dispatcher, sent } = setUpDispatcher([ANSWER('ok')], { limit: 7 });
    await dispatcher.dispatch(ask([step('a')], { max_tokens: 100, extra_body: { max_completion_tokens: 5000 } }));
    const body = JSON.parse(sent[0] ?? '{}') as Record<string, unknown>;
    expect([body['max_tokens'], body['max_completion_tokens']].filter((limit) => limit !== undefined)).toEqual([7]);
  });

  it('sends a retry byte for byte as the first attempt', async () => {
    const { dispatcher, sent } = setUpDispatcher([ERROR(500, 'x'), ANSWER('ok')]);
    await dispatcher.dispatch(ask([step('a'), step('a')]));
    expect(sent[1]).toBe(sent[0]);
  });

  it('commits to a stream at its first content, and falls back before it', async () => {
    const empty = { status: 200, body: EVENT({ role: 'assistant', content: '' }) + 'data: [DONE]\n\n' };
    const broken = {
      status: 200,
      body: `data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error' } })}\n\n`,
    };
    const good = {
      status: 200,
      body: EVENT({ role: 'assistant', content: 'hi' }) + EVENT({}, 'stop') + 'data: [DONE]\n\n',
    };
    const { dispatcher, closed } = setUpDispatcher([broken, empty, good]);
    const any: readonly FailureClass[] = [
      'server',
      'incomplete',
      'unavailable',
      'bad-request',
      'timeout',
      'connection',
      'rate-limit',
    ];
    const result = await dispatcher.dispatch(ask([step('a', []), step('b', any), step('c', any)], { stream: true }));
    expect(closed).toHaveLength(2);
    expect(result).toMatchObject({ ok: true, value: { attempt: { number: 3 }, answer: { kind: 'stream' } } });
  });

  it('classes an answer that is no answer as incomplete, never as success', async () => {
    const { dispatcher, outcomes } = setUpDispatcher([{ status: 200, body: '<html>' }]);
    expect(await dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'upstream_invalid_response' } },
    });
    expect(outcomes).toEqual(['incomplete']);
  });

  it('gives back what it holds when a request cannot be built, and never sends it', async () => {
    const { dispatcher, sent, released, breakBuilding } = setUpDispatcher([ANSWER('never')]);
    breakBuilding();
    expect(await dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'internal_error' }, attempts: [] },
    });
    expect(sent).toEqual([]);
    expect(released).toEqual([1]);
  });

  it('answers a fault of the accounts with an error, and keeps what earlier attempts cost', async () => {
    const { dispatcher } = setUpDispatcher([ERROR(500, 'one')], { faultFrom: 2 });
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result).toMatchObject({ ok: false, error: { attempts: [{ attempt: 1 }], open: { costNano: 3n } } });
  });

  it('waits for a provider that asks for it, at that provider only, and not longer than a minute', async () => {
    const busy: Scripted = { ...ERROR(429, 'later'), headers: { 'retry-after': '3600' } };
    const first = step('a');
    const same = setUpDispatcher([busy, ANSWER('no')]);
    expect(await same.dispatcher.dispatch(ask([first, first]))).toMatchObject({
      ok: false,
      error: { error: { status: 429 } },
    });
    expect(same.sent).toHaveLength(1);
    const other = setUpDispatcher([busy, ANSWER('yes')]);
    expect((await other.dispatcher.dispatch(ask([step('a'), step('b')]))).ok).toBe(true);
  });

  it('gives each attempt that holds something a number of its own', async () => {
    const { dispatcher, reserved, journal } = setUpDispatcher([ERROR(500, 'one'), ANSWER('three')]);
    journal.refuse = (record) => record.attempt === 2;
    const after: readonly FailureClass[] = ['server', 'bad-request'];
    const result = await dispatcher.dispatch(ask([step('a'), step('b', after), step('c', after)]));
    expect(result).toMatchObject({ ok: true, value: { attempt: { number: 3 } } });
    expect(reserved).toEqual([1, 2, 3]);
  });

  it('asks for money with the time that is left, and goes on past a step that it does not pay', async () => {
    const { dispatcher, remaining } = setUpDispatcher([ERROR(500, 'one'), ANSWER('three')], { refuseOnly: 2 });
    const result = await dispatcher.dispatch(ask([step('a'), step('b'), step('c')]));
    expect(result.ok).toBe(true);
    expect(remaining.every((ms) => ms <= 5_000)).toBe(true);
  });

  describe('where other groups take over', () => {
    const to = (
      model: string,
      afterFailures: readonly FailureClass[],
      steps: readonly RouteStep[],
      fallbacks?: readonly FallbackRoute[],
    ): FallbackRoute => ({
      afterFailures,
      plan: () => ({
        steps: steps.map((of) => ({ ...of, model: { name: model, group: model } })),
        deadlineMs: 5_000,
        ...(fallbacks !== undefined && { fallbacks }),
      }),
    });
    const asking = (steps: readonly RouteStep[], fallbacks: readonly FallbackRoute[]) => {
      const plain = ask(steps);
      return { ...plain, plan: { ...plain.plan, fallbacks } };
    };

    it("exhausts a group's own retries first, and says which group answered after how many", async () => {
      const script = [ERROR(500, 'one'), ERROR(500, 'two'), ERROR(500, 'three'), ANSWER('four')];
      const { dispatcher, journal } = setUpDispatcher(script);
      const result = await dispatcher.dispatch(
        asking([step('a', []), step('b')], [to('other', ['server'], [step('c', []), step('d')])]),
      );
      expect(journal.startedLines.map(({ deploymentId }) => deploymentId)).toEqual(['a', 'b', 'c', 'd']);
      expect(result).toMatchObject({
        ok: true,
        value: { fallbacks: 1, retries: 1, attempt: { number: 4, step: { model: { name: 'other' } } } },
      });
    });

    it('goes only where the failure leads, and plans nothing else', async () => {
      const { dispatcher, journal } = setUpDispatcher([ERROR(500, 'one'), ANSWER('two')]);
      const elsewhere: FallbackRoute = {
        afterFailures: ['context-window'],
        plan: () => {
          throw new Error('planned for nothing');
        },
      };
      const result = await dispatcher.dispatch(
        asking(
          [step('a', [])],
          [elsewhere, to('other', ['server'], [step('c', [])]), { ...elsewhere, afterFailures: ['server'] }],
        ),
      );
      expect(result).toMatchObject({ ok: true, value: { fallbacks: 1 } });
      expect(journal.startedLines.map(({ deploymentId }) => deploymentId)).toEqual(['a', 'c']);
    });

    it('goes on with what takes over from the one that took over, then with the next of the first', async () => {
      const script = [ERROR(500, 'one'), ERROR(400, 'two'), ERROR(503, 'three'), ERROR(503, 'four'), ANSWER('five')];
      const { dispatcher, journal } = setUpDispatcher(script);
      const result = await dispatcher.dispatch(
        asking(
          [step('a', [])],
          [
            to('b', ['server'], [step('b', [])], [to('x', ['server'], [step('x', [])])]),
            to('c', ['server'], [step('c', [])], [to('d', ['unavailable'], [step('d', [])])]),
            to('e', ['server'], [step('e', [])]),
          ],
        ),
      );
      expect(journal.startedLines.map(({ deploymentId }) => deploymentId)).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(result).toMatchObject({ ok: true, value: { fallbacks: 4 } });
    });

    it('shows the first error in the end, and names those of the groups that took over', async () => {
      const { dispatcher } = setUpDispatcher([ERROR(500, 'the first'), ERROR(503, 'the other')]);
      expect(
        await dispatcher.dispatch(asking([step('a', [])], [to('other', ['server'], [step('c', [])])])),
      ).toMatchObject({
        ok: false,
        error: {
          error: { status: 500, message: expect.stringContaining('the first') },
          attempts: [{ attempt: 1 }, { attempt: 2 }],
          fallbacks: [{ model: 'other', error: { message: expect.stringContaining('the other') } }],
        },
      });
    });

    it('skips a group that the money does not cover, and asks the next', async () => {
      const { dispatcher } = setUpDispatcher([ERROR(500, 'one'), ANSWER('two')], { refuseOnly: 2 });
      const fallbacks = [to('b', ['server'], [step('b', [])]), to('c', ['server'], [step('c', [])])];
      expect(await dispatcher.dispatch(asking([step('a', [])], fallbacks))).toMatchObject({
        ok: true,
        value: { fallbacks: 2, attempt: { step: { model: { name: 'c' } } } },
      });
    });

    it('asks nobody else what its caller has no money for', async () => {
      const { dispatcher, sent } = setUpDispatcher([ANSWER('no')], { refuseFrom: 1 });
      const result = await dispatcher.dispatch(asking([step('a', [])], [to('b', ['server'], [step('b', [])])]));
      expect(result).toMatchObject({ ok: false, error: { error: { code: 'budget_exceeded' }, fallbacks: [] } });
      expect(sent).toEqual([]);
    });

    it('takes over from a group of which nobody can be asked, whose refusal is shown where nothing answers', async () => {
      const refusal = new GatewayError('no_healthy_deployment', { message: 'all are left alone' });
      const plan = (fallbacks: readonly FallbackRoute[]) => ({
        ...ask([]),
        plan: { steps: [], refusal, deadlineMs: 0, fallbacks },
      });
      const good = setUpDispatcher([ANSWER('yes')]);
      expect(await good.dispatcher.dispatch(plan([to('b', ['unavailable'], [step('b', [])])]))).toMatchObject({
        ok: true,
        value: { fallbacks: 1, attempt: { number: 1 } },
      });
      const bad = setUpDispatcher([ERROR(500, 'no')]);
      expect(await bad.dispatcher.dispatch(plan([to('b', ['unavailable'], [step('b', [])])]))).toMatchObject({
        ok: false,
        error: { error: refusal },
      });
    });

    it('gives each group the time of its own, however long another hung', async () => {
      const { dispatcher, remaining } = setUpDispatcher([ERROR(500, 'one'), ANSWER('two')]);
      const slow = asking([step('a', [])], [to('b', ['server'], [step('b', [])])]);
      await dispatcher.dispatch({ ...slow, plan: { ...slow.plan, deadlineMs: 1 } });
      expect(remaining[0]).toBeLessThanOrEqual(1);
      expect(remaining[1]).toBeGreaterThan(1_000);
    });
  });
});
