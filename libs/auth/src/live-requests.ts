import { type Clock, TransientMap } from '@tollgate/kernel';
import type { Principal } from '@tollgate/canonical';
import type { EpochListener } from './epoch-poller.js';
import type { EpochChange } from './epoch-source.port.js';
import { judgePrincipal } from './judge-principal.js';
import type { KeyCache } from './key-cache.js';
import { principalIds } from './principal-ids.js';

export interface LiveRequest {
  readonly requestId: string;
  readonly principal: Principal;
  /** Ends the answer; it is still metered, recorded and settled. */
  readonly abort: () => void;
}

/**
 * Answers that are being sent. When something changes under a key's id, whoever is being answered is authenticated again, and
 * ended when the key is gone, blocked or expired (`revoke_live_streams`). Register as listener after the key cache, so that
 * the cache has forgotten the key by then.
 */
export class LiveRequests implements EpochListener {
  private readonly live = new TransientMap<LiveRequest>();
  private readonly suspects = new Set<string>();

  constructor(
    private readonly keys: KeyCache,
    private readonly clock: Clock,
    private readonly revoke: () => boolean,
  ) {}

  get size(): number {
    return this.live.size;
  }

  /** Call what it returns when the answer ended. */
  add(request: LiveRequest): () => void {
    this.live.set(request.requestId, request);
    return () => {
      this.live.delete(request.requestId);
      this.suspects.delete(request.requestId);
    };
  }

  changed(changes: readonly EpochChange[]): void {
    const ids = new Set(changes.map((change) => change.id));
    for (const { requestId, principal } of this.live.values()) {
      if ([...principalIds(principal)].some((id) => ids.has(id))) this.suspects.add(requestId);
    }
    void this.examine();
  }

  everything(): void {
    for (const { requestId, principal } of this.live.values()) {
      if (principal.kind === 'key') this.suspects.add(requestId);
    }
    void this.examine();
  }

  polled(): void {
    if (this.suspects.size > 0) void this.examine();
  }

  /** Authenticates the suspects again. Those whose key cannot be looked up now stay suspects for the next poll. */
  private async examine(): Promise<void> {
    if (!this.revoke()) return this.suspects.clear();
    await Promise.all([...this.suspects].map((requestId) => this.examineOne(requestId)));
  }

  private async examineOne(requestId: string): Promise<void> {
    const request = this.live.get(requestId);
    if (request?.principal.kind !== 'key') return void this.suspects.delete(requestId);
    const found = await this.keys.find(request.principal.keyHash);
    if (!found.ok) return;
    this.suspects.delete(requestId);
    const gone = found.value === undefined || judgePrincipal(found.value, this.clock.now()) !== undefined;
    if (gone && this.live.has(requestId)) request.abort();
  }
}
