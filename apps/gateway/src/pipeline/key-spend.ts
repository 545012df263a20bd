import { LRUCache } from 'lru-cache';
import type { Principal } from '@tollgate/canonical';

const KEYS_MAX = 50_000;

/**
 * Spend of a key for the header `x-litellm-key-spend`: what the ledger said when the key was loaded, plus what this process has
 * settled since. Shown only; limits are counted elsewhere.
 */
export class KeySpend {
  private readonly since = new LRUCache<string, { readonly loaded: bigint; readonly settled: bigint }>({
    max: KEYS_MAX,
  });

  /** Nano-dollars. */
  of(principal: Principal): bigint {
    const loaded = principal.spendNano ?? 0n;
    const known = this.since.get(principal.keyId);
    return known?.loaded === loaded ? loaded + known.settled : loaded;
  }

  /** Of a call of the key that ended later: only where its spend is shown. */
  addLater(keyId: string, costNano: bigint): void {
    const known = this.since.get(keyId);
    if (known !== undefined) this.since.set(keyId, { ...known, settled: known.settled + costNano });
  }

  add(principal: Principal, costNano: bigint): void {
    const loaded = principal.spendNano ?? 0n;
    const known = this.since.get(principal.keyId);
    const settled = known?.loaded === loaded ? known.settled : 0n;
    this.since.set(principal.keyId, { loaded, settled: settled + costNano });
  }
}
