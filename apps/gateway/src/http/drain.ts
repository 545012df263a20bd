import { createHash, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';

interface DrainParts {
  /** `general_settings.drain_endpoint_token`; undefined: nobody drains this process. */
  readonly token: string | undefined;
  /** Waits for requests in flight; false when some were left at the end of their time. */
  readonly finish: () => Promise<boolean>;
  readonly inFlight: () => number;
}

/**
 * `GET /health/drain`, for the hook that Kubernetes runs before it stops a process: from then on probes say that it takes no new traffic,
 * and the answer comes when nothing is in flight any more. What arrives all the same is served: load balancers are late.
 */
export class Drain {
  private begun = false;
  private waiting: Promise<boolean> | undefined;

  constructor(private readonly parts: DrainParts) {}

  /** There is no way back: a process is drained to be stopped. */
  get started(): boolean {
    return this.begun;
  }

  /** Throws 404 where it is not enabled, 403 for another token. */
  async run(token: string | undefined): Promise<JsonObject> {
    const { token: expected, finish, inFlight } = this.parts;
    if (expected === undefined) throw notEnabled();
    if (token === undefined || !isSame(token, expected)) throw wrongToken();
    this.begun = true;
    this.waiting ??= finish().finally(() => (this.waiting = undefined));
    const drained = await this.waiting;
    return { status: drained ? 'drained' : 'timeout', in_flight_requests: inFlight() };
  }
}

/** Takes as long whatever is sent. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function notEnabled(): GatewayError {
  const message =
    'There is no such route: set general_settings.enable_drain_endpoint and drain_endpoint_token to have it.';
  return new GatewayError('route_not_found', { message });
}

function wrongToken(): GatewayError {
  const message = 'The header X-Drain-Token has to hold general_settings.drain_endpoint_token.';
  return new GatewayError('admin_only', { message, param: 'None' });
}
