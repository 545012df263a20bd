import { type Clock, TransientMap } from '@tollgate/kernel';
import { isStoredCaller, type Principal } from '@tollgate/canonical';
import type { EpochListener } from './epoch-poller.js';
import type { EpochChange } from './epoch-source.port.js';
import { judgePrincipal } from './judge-principal.js';
import type { KeyCache } from './key-cache.js';
import type { LabelCache } from './label-cache.js';
import { principalIds } from './principal-ids.js';

export interface LiveRequest {
  readonly requestId: string;
  readonly principal: Principal;
  /** Ends the answer; it is still metered, recorded and settled. */
  readonly abort: () => void;
  /** Whether the caller, as it is now, may still have what it is being answered; absent: it may. */
  readonly permits?: (caller: Principal) => boolean;
}

/**
 * Answers that are being sent. When something changes under a caller's ids, whoever is being answered is authenticated again, and
 * ended when the key is gone, blocked or expired, may not use the model any more, be it the one asked for or the one that answers, or a customer that the request named is blocked
 * (`revoke_live_streams`). The same when models themselves are others.
 * Register as listener after the caches of keys and of labels, so that they have forgotten what changed by then.
 */
export class LiveRequests implements EpochListener {
  private readonly live = new TransientMap<LiveRequest>();
  /** Customers of a request, by its id, where it names any. */
  private readonly names = new TransientMap<readonly string[]>();
  private readonly suspects = new Set<string>();
  private models: unknown;

  constructor(
    private readonly keys: KeyCache,
    private readonly clock: Clock,
    private readonly revoke: () => boolean,
    private readonly labels: Pick<LabelCache, 'find'>,
    /** What models there are, another object whenever they are others. */
    private readonly currentModels: () => unknown = () => undefined,
  ) {
    this.models = currentModels();
  }

  get size(): number {
    return this.live.size;
  }

  /** Call what it returns when the answer ended. */
  add(request: LiveRequest): () => void {
    this.live.set(request.requestId, request);
    return () => {
      this.live.delete(request.requestId);
      this.names.delete(request.requestId);
      this.suspects.delete(request.requestId);
    };
  }

  /** What the request named: it ends when one of these is blocked. */
  name(requestId: string, labelIds: readonly string[]): void {
    if (labelIds.length > 0) this.names.set(requestId, labelIds);
  }

  changed(changes: readonly EpochChange[]): void {
    const ids = new Set(changes.map((change) => change.id));
    for (const { requestId, principal } of this.live.values()) {
      const concerned = [...principalIds(principal), ...(this.names.get(requestId) ?? [])];
      if (concerned.some((id) => ids.has(id))) this.suspects.add(requestId);
    }
    void this.examine();
  }

  everything(): void {
    for (const { requestId, principal } of this.live.values()) {
      if (isStoredCaller(principal) || this.names.get(requestId) !== undefined) this.suspects.add(requestId);
    }
    void this.examine();
  }

  polled(): void {
    const models = this.currentModels();
    if (models !== this.models) for (const { requestId } of this.live.values()) this.suspects.add(requestId);
    this.models = models;
    if (this.suspects.size > 0) void this.examine();
  }

  /** Authenticates the suspects again. Those whose key cannot be looked up now stay suspects for the next poll. */
  private async examine(): Promise<void> {
    if (!this.revoke()) return this.suspects.clear();
    await Promise.all([...this.suspects].map((requestId) => this.examineOne(requestId)));
  }

  private async examineOne(requestId: string): Promise<void> {
    const request = this.live.get(requestId);
    if (request === undefined) return void this.suspects.delete(requestId);
    const keyGone = await this.isTakenAway(request);
    const gone = keyGone === false ? await this.isNameBlocked(requestId) : keyGone;
    if (gone === undefined) return;
    this.suspects.delete(requestId);
    if (gone && this.live.has(requestId)) request.abort();
  }

  /** undefined: it cannot be said now. */
  private async isTakenAway({ principal, permits = () => true }: LiveRequest): Promise<boolean | undefined> {
    if (!isStoredCaller(principal)) return !permits(principal);
    const found = await this.keys.find(principal.keyHash, principal.token);
    if (!found.ok) return undefined;
    const same = sameCaller(found.value, principal);
    return same === undefined || judgePrincipal(same, this.clock.now()) !== undefined || !permits(same);
  }

  private async isNameBlocked(requestId: string): Promise<boolean | undefined> {
    const ids = this.names.get(requestId);
    if (ids === undefined) return false;
    const found = await this.labels.find(ids, undefined);
    return found.ok ? [...found.value.labels.values()].some(({ blocked }) => blocked) : undefined;
  }
}

/** As it is now: a token's caller may have called for another of its teams than the first. */
function sameCaller(found: Principal | undefined, { keyId }: Principal): Principal | undefined {
  return [found, ...(found?.alternatives ?? [])].find((one) => one?.keyId === keyId);
}
