import type { GatewayError } from '@tollgate/canonical';
import type { CounterLock } from './counter-lock.port.js';
import { limitsUnavailable } from './limit-refusals.js';

/**
 * Refuses limited callers while this process may not count (the connection of the lock `counters` is lost: another process may
 * hold it). Callers without limits pass.
 */
export class CounterGate {
  constructor(private readonly lock: CounterLock) {}

  /** Calls `listener` whenever this process may count again: another may have spent meanwhile. */
  onReopen(listener: () => void): void {
    this.lock.onChange((held) => {
      if (held) listener();
    });
  }

  refuse(limited: boolean): GatewayError | undefined {
    if (!limited || this.lock.held()) return undefined;
    return limitsUnavailable('the advisory lock `counters` is not held');
  }
}
