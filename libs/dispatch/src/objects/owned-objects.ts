import { type Clock, RecentMap } from '@tollgate/kernel';
import type { Principal } from '@tollgate/canonical';
import { isNameable } from './is-nameable.js';
import { ownerUnknown } from './owner-unknown.js';
import type { ProviderObject, ProviderObjectKind } from './provider-object.js';
import type { ProviderObjectStore } from './provider-object-store.port.js';
import { tenantOf } from './tenant-of.js';

/** A conversation asks for the answer before, which was made here a moment ago. */
const CACHED_MAX = 10_000;
/** What is shown has this form; for anything else no store is asked. */
const SHOWN_ID = /^[a-z]{2,8}_[0-9a-f]{32}$/;

/** Objects at providers as their owners see them: another tenant's is not there. */
export class OwnedObjects {
  private readonly recent = new RecentMap<ProviderObject>(CACHED_MAX);

  constructor(
    private readonly store: ProviderObjectStore,
    private readonly clock: Clock,
  ) {}

  /** Writes down whose an object is. Its id may be shown when this resolves; rejects when it may not. */
  async keep(object: ProviderObject): Promise<void> {
    await this.store.insert({ ...object, ...(object.namedIds && { namedIds: object.namedIds.filter(isNameable) }) });
    this.recent.set(object.publicId, object);
  }

  /** undefined: there is none for this caller. Throws `store_unavailable` when it cannot be known. */
  async find(principal: Principal, kind: ProviderObjectKind, publicId: string): Promise<ProviderObject | undefined> {
    if (!SHOWN_ID.test(publicId)) return undefined;
    const object = await this.look(kind, publicId);
    const tenant = tenantOf(principal);
    return object?.tenant.kind === tenant.kind && object.tenant.id === tenant.id ? object : undefined;
  }

  /** Of what the caller has, whatever named one of these ids. Throws `store_unavailable` when it cannot be known. */
  async findNaming(principal: Principal, ids: readonly string[]): Promise<readonly ProviderObject[]> {
    const asked = ids.filter(isNameable);
    if (asked.length === 0) return [];
    return this.store.findNaming(tenantOf(principal), asked, this.clock.now()).catch(ownerUnknown);
  }

  /** Writes down what an object names. The ids may be used when this resolves; rejects when they may not. */
  async addNamed(object: ProviderObject, ids: readonly string[]): Promise<void> {
    const { kind, publicId, namedIds = [] } = object;
    const added = ids.filter((id) => isNameable(id) && !namedIds.includes(id));
    if (added.length === 0) return;
    await this.store.addNamed(kind, publicId, added);
    this.recent.delete(publicId);
  }

  /** Its provider does not have it any more. Throws `store_unavailable` when that cannot be written. */
  async remove({ kind, publicId }: ProviderObject): Promise<void> {
    this.recent.delete(publicId);
    await this.store.remove(kind, publicId, this.clock.now()).catch(ownerUnknown);
  }

  private async look(kind: ProviderObjectKind, publicId: string): Promise<ProviderObject | undefined> {
    const now = this.clock.now();
    const known = this.recent.get(publicId);
    if (known !== undefined) return known.kind === kind && known.expiresAt > now ? known : undefined;
    const found = await this.store.find(kind, publicId, now).catch(ownerUnknown);
    if (found !== undefined) this.recent.set(publicId, found);
    return found;
  }
}
