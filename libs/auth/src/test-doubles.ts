import type { Label, Principal, HeldLimits, TokenIdentity } from '@tollgate/canonical';
import { EpochSource, type EpochChange } from './epoch-source.port.js';
import { hashSecret } from './hash-secret.js';
import { KeyStore } from './key-store.port.js';
import { LabelStore } from './label-store.port.js';

/** Keys by secret. A look-up reads at once and answers when `release` is called, if `paused`. */
export class FakeKeyStore extends KeyStore {
  readonly principals = new Map<string, Principal>();
  readonly asked: string[] = [];
  failing = false;
  paused = false;
  private waiting: (() => void)[] = [];

  set(secret: string, changes: Partial<Principal> = {}): Principal {
    const principal: Principal = {
      kind: 'key',
      keyId: `id of ${secret}`,
      keyHash: hashSecret(secret),
      keyName: 'sk-...abcd',
      role: 'internal_user',
      models: [],
      teamModels: [],
      aliases: {},
      allowedRoutes: [],
      blocked: false,
      scopes: [],
      tags: [],
      metadata: {},
      ...changes,
    };
    this.principals.set(principal.keyHash, principal);
    return principal;
  }
  override async findByHash(hash: string): Promise<Principal | undefined> {
    this.asked.push(hash);
    if (this.failing) throw new Error('the store is down');
    const found = this.principals.get(hash);
    if (this.paused) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return found;
  }
  override findByToken(identity: TokenIdentity): Promise<Principal | undefined> {
    return this.findByHash(hashSecret(`token of ${identity.userId ?? ''}`));
  }
  release(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

export class FakeEpochs extends EpochSource {
  readonly changes: EpochChange[] = [];
  epoch = 0n;
  failing = false;

  change(kind: string, id: string): void {
    this.epoch += 1n;
    this.changes.push({ epoch: this.epoch, kind, id });
  }
  override async current(): Promise<bigint> {
    await Promise.resolve();
    if (this.failing) throw new Error('the store is down');
    return this.epoch;
  }
  override async changesSince(epoch: bigint): Promise<readonly EpochChange[]> {
    await Promise.resolve();
    return this.changes.filter((change) => change.epoch > epoch);
  }
}

/** Labels in memory; `waiting` holds answers back while it is a list. */
export class FakeLabelStore extends LabelStore {
  readonly labels = new Map<string, Label>();
  readonly budgets = new Map<string, HeldLimits>();
  asked = 0;
  failing = false;
  waiting: (() => void)[] | undefined;

  override async find(ids: readonly string[]): Promise<readonly Label[]> {
    this.asked += 1;
    if (this.failing) throw new Error('the store is down');
    const found = ids.flatMap((id) => this.labels.get(id) ?? []);
    if (this.waiting !== undefined) await new Promise<void>((resolve) => this.waiting?.push(resolve));
    return found;
  }

  override findBudget(id: string): Promise<HeldLimits | undefined> {
    return Promise.resolve(this.budgets.get(id));
  }
}
