import { MemoryHealthTracker } from './memory-health-tracker.js';
import { ManualClock } from '../../../../test/support/time/index.js';

const failure = { message: 'quotes a prompt', status: 503, unbilled: true };

describe('MemoryHealthTracker', () => {
  it('says nothing of a deployment that nobody called', () => {
    expect(new MemoryHealthTracker(new ManualClock()).view().get('a')).toBeUndefined();
  });

  it('shows what the last call said, without the text of the provider', () => {
    const tracker = new MemoryHealthTracker(new ManualClock());
    tracker.recordOutcome('a', 'unavailable', failure);
    const { healthy, coolingDown, shown } = tracker.view().get('a') ?? {};
    expect({ healthy, coolingDown, shown }).toEqual({
      healthy: false,
      coolingDown: false,
      shown: { last_failure_at: '1970-01-01T00:00:00.000Z', error: 'unavailable', status: 503 },
    });
    tracker.recordOutcome('a', undefined, undefined);
    expect(tracker.view().get('a')).toMatchObject({
      healthy: true,
      shown: { last_success_at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it.each(['bad-request', 'context-window', 'content-policy', 'unprocessable', 'budget', 'client-closed'] as const)(
    'does not blame the deployment for %s',
    (failureClass) => {
      const tracker = new MemoryHealthTracker(new ManualClock());
      tracker.recordOutcome('a', failureClass, failure);
      expect(tracker.view().size).toBe(0);
    },
  );
});
