import type { Clock, Instant } from '@tollgate/kernel';
import type { IssuedToken } from './token-issuer.js';

/** Renewed this long before it expires, or at half of its life where that is shorter. */
const AHEAD_MS = 5 * 60_000;
/** A token that ends sooner may end on its way. */
const SPARE_MS = 5_000;
/** After a fetch that failed, none is begun for this long: who asks meanwhile gets its error, or the old token. */
const PAUSE_MS = 1_000;
const PAUSE_WHILE_VALID_MS = 30_000;

/** The token of one identity: read at once while it is valid, fetched once however many wait for it. */
export class TokenCell {
  private held: (IssuedToken & { readonly renewAt: Instant }) | undefined;
  private pending: Promise<string> | undefined;
  private failed: { readonly error: Error; readonly at: Instant } | undefined;

  constructor(
    private readonly fetch: () => Promise<IssuedToken>,
    private readonly clock: Clock,
    private readonly onFailedRenewal: (error: unknown) => void,
  ) {}

  /** The token, or a promise of the first one; rejects with the issuer's error. */
  read(): string | Promise<string> {
    const now = this.clock.now();
    const { held } = this;
    if (held === undefined || held.expiresAt - SPARE_MS <= now) return this.await(now);
    if (held.renewAt <= now && this.pending === undefined && this.failedSince(now - PAUSE_WHILE_VALID_MS) === undefined)
      this.begin().catch(this.onFailedRenewal);
    return held.token;
  }

  private await(now: Instant): Promise<string> {
    if (this.pending !== undefined) return this.pending;
    const failed = this.failedSince(now - PAUSE_MS);
    return failed === undefined ? this.begin() : Promise.reject(failed.error);
  }

  private failedSince(instant: Instant): { readonly error: Error } | undefined {
    return this.failed !== undefined && this.failed.at > instant ? this.failed : undefined;
  }

  private begin(): Promise<string> {
    this.pending = this.renew().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async renew(): Promise<string> {
    try {
      const issued = await this.fetch();
      const now = this.clock.now();
      const renewAt = issued.expiresAt - Math.min(AHEAD_MS, (issued.expiresAt - now) / 2);
      this.held = { ...issued, renewAt };
      this.failed = undefined;
      return issued.token;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.failed = { error, at: this.clock.now() };
      throw error;
    }
  }
}
