import { LRUCache } from 'lru-cache';
import { fail, succeed, type Clock, type Outcome } from '@tollgate/kernel';
import type { GatewayError, Principal, TokenIdentity } from '@tollgate/canonical';
import { keysUnavailable, tooManyLookups } from './auth-refusals.js';
import type { EpochChange } from './epoch-source.port.js';
import type { KeyStore } from './key-store.port.js';
import { LookupCap, type LookupBounds } from './lookup-cap.js';
import { principalIds } from './principal-ids.js';

export interface KeyCacheOptions {
  readonly keysMax: number;
  readonly unknownMax: number;
  /** How long a key is remembered as unknown, milliseconds. */
  readonly unknownTtlMs: number;
  readonly lookups: LookupBounds;
}

export const KEY_CACHE_OPTIONS: KeyCacheOptions = {
  keysMax: 100_000,
  unknownMax: 10_000,
  unknownTtlMs: 5_000,
  lookups: { perSecond: 500, atOnce: 100 },
};

/** Kinds of change whose id stands in a Principal, or that touch none. A change of any other kind may touch every key. */
const KINDS_BY_ID: ReadonlySet<string> = new Set([
  'key',
  'user',
  'team',
  'team_member',
  'project',
  'organization',
  'session',
  'budget',
  'customer',
  'tag',
  'model',
  'credential',
]);
const LOADS_MAX = 5;

interface Loading {
  readonly watermark: number;
  readonly found: Promise<Principal | undefined>;
}

/**
 * Keys that were seen lately, and who they belong to. A load is kept only if nothing was invalidated while it ran: its SELECT may
 * have read what was there before. Later callers do not join a load that is already doomed.
 */
export class KeyCache {
  private readonly known: LRUCache<string, Principal>;
  private readonly unknown: LRUCache<string, true>;
  private readonly hashesById = new Map<string, Set<string>>();
  private readonly loading = new Map<string, Loading>();
  private readonly cap: LookupCap;
  /** Counts invalidations: the epoch as this process has seen it. */
  private watermark = 0;

  constructor(
    private readonly store: KeyStore,
    private readonly clock: Clock,
    private readonly options: KeyCacheOptions = KEY_CACHE_OPTIONS,
  ) {
    // lru-cache takes a start of 0 for none
    const perf = { now: () => clock.monotonicMs() + 1 };
    this.known = new LRUCache({ max: options.keysMax, dispose: (principal, hash) => this.unindex(principal, hash) });
    this.unknown = new LRUCache({ max: options.unknownMax, ttl: options.unknownTtlMs, ttlResolution: 0, perf });
    this.cap = new LookupCap(clock, options.lookups);
  }

  /**
   * Who the secret with this hash belongs to; undefined: nobody. 503 `store_unavailable` when the store cannot say, 503
   * `overloaded` when too many unknown keys are being looked up. `token`: the hash is that of a token's caller.
   */
  async find(hash: string, token?: TokenIdentity): Promise<Outcome<Principal | undefined, GatewayError>> {
    const principal = this.known.get(hash);
    if (principal !== undefined) return succeed(principal);
    if (this.unknown.has(hash)) return succeed(undefined);
    try {
      return await this.load(hash, token);
    } catch (cause) {
      return fail(keysUnavailable('the key store failed', cause));
    }
  }

  /** Drops whatever a change may have touched, and everything remembered as unknown. */
  invalidate(changes: readonly EpochChange[]): void {
    if (changes.some((change) => !KINDS_BY_ID.has(change.kind))) return this.clear();
    this.watermark += 1;
    this.unknown.clear();
    for (const { id } of changes) {
      for (const hash of [...(this.hashesById.get(id) ?? [])]) this.known.delete(hash);
    }
  }

  clear(): void {
    this.watermark += 1;
    this.unknown.clear();
    this.known.clear();
  }

  /** Loads until nothing was invalidated meanwhile; under a storm of changes the last answer counts but is not kept. */
  private async load(
    hash: string,
    token: TokenIdentity | undefined,
  ): Promise<Outcome<Principal | undefined, GatewayError>> {
    for (let loads = 1; ; loads += 1) {
      const loading = this.join(hash, token);
      if (loading === undefined) return fail(tooManyLookups());
      const principal = await loading.found;
      const current = loading.watermark === this.watermark;
      if (current) this.keep(hash, principal);
      if (current || loads >= LOADS_MAX) return succeed(principal);
    }
  }

  private join(hash: string, token: TokenIdentity | undefined): Loading | undefined {
    const running = this.loading.get(hash);
    if (running?.watermark === this.watermark) return running;
    if (!this.cap.take()) return undefined;
    const started: Loading = {
      watermark: this.watermark,
      found: (token === undefined ? this.store.findByHash(hash) : this.findByToken(hash, token)).finally(() => {
        this.cap.release();
        if (this.loading.get(hash) === started) this.loading.delete(hash);
      }),
    };
    this.loading.set(hash, started);
    return started;
  }

  /** Under the hash that it is found by. */
  private async findByToken(hash: string, token: TokenIdentity): Promise<Principal | undefined> {
    const found = await this.store.findByToken(token);
    const known = (principal: Principal): Principal => ({ ...principal, keyHash: hash, token });
    if (found?.alternatives === undefined) return found === undefined ? undefined : known(found);
    return { ...known(found), alternatives: found.alternatives.map(known) };
  }

  private keep(hash: string, principal: Principal | undefined): void {
    if (principal === undefined) {
      this.unknown.set(hash, true);
      return;
    }
    this.known.set(hash, principal);
    for (const id of principalIds(principal)) {
      const hashes = this.hashesById.get(id);
      if (hashes === undefined) this.hashesById.set(id, new Set([hash]));
      else hashes.add(hash);
    }
  }

  private unindex(principal: Principal, hash: string): void {
    for (const id of principalIds(principal)) {
      const hashes = this.hashesById.get(id);
      hashes?.delete(hash);
      if (hashes?.size === 0) this.hashesById.delete(id);
    }
  }
}
