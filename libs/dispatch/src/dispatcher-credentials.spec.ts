import { ANSWER, ask, setUpDispatcher, step } from './dispatcher-harness.contract.js';

describe('a deployment that gets no token', () => {
  it('is sent nothing, holds nothing, and its failure is told', async () => {
    const { dispatcher, sent, reserved, journal } = setUpDispatcher([ANSWER('never')], { noTokenFor: 'a' });
    expect(await dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'upstream_auth_failed', message: 'no token' }, attempts: [] },
    });
    expect([sent, reserved, journal.startedLines]).toEqual([[], [], []]);
  });

  it('leaves the request to the next one that takes over after a failed authentication', async () => {
    const { dispatcher, journal } = setUpDispatcher([ANSWER('from b')], { noTokenFor: 'a' });
    const result = await dispatcher.dispatch(ask([step('a'), step('b', ['authentication'])]));
    expect(result.ok).toBe(true);
    expect(journal.startedLines).toMatchObject([{ deploymentId: 'b', attempt: 1 }]);
  });
});
