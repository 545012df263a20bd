import { type Clock, isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { DocumentSource } from './document-source.port.js';

/** Between two reads that unknown keys can cause. */
const UNKNOWN_EVERY_MS = 30_000;
/** Between two reads while the provider does not answer. */
const RETRY_AFTER_MS = 5_000;
/** Keys of a provider that does not answer are good for so much longer. */
const STALE_MS = 86_400_000;
const DISCOVERY = '.well-known/openid-configuration';

interface Known {
  readonly keys: readonly JsonObject[];
  readonly readAt: number;
}

/**
 * The public keys of one address, in memory. Known keys are given without asking anybody: those that have become old are read anew while
 * they are used. A key that is not among them is asked for once in a while, whoever and however many ask; reads are joined.
 */
export class KeySet {
  private known: Known | undefined;
  private reading: Promise<void> | undefined;
  private triedAt = Number.NEGATIVE_INFINITY;
  private failure: unknown;

  constructor(
    private readonly url: string,
    private readonly source: DocumentSource,
    private readonly clock: Clock,
    private readonly ttlMs: number,
  ) {}

  /** Keys that can have signed this: of this id, or all where the token names none. Rejects when there are none and nobody answers. */
  async find(kid: string | undefined): Promise<readonly JsonObject[]> {
    const { known } = this;
    const now = this.clock.monotonicMs();
    if (known === undefined || now - known.readAt > this.ttlMs + STALE_MS) {
      await this.read(RETRY_AFTER_MS);
      if (this.known === undefined || this.known === known) throw new Error('no keys', { cause: this.failure });
      return matching(this.known.keys, kid);
    }
    const found = matching(known.keys, kid);
    if (now - known.readAt > this.ttlMs) void this.read(RETRY_AFTER_MS);
    if (found.length > 0) return found;
    await this.read(UNKNOWN_EVERY_MS);
    return matching(this.known?.keys ?? [], kid);
  }

  /** So that the first caller need not wait. */
  async prepare(): Promise<void> {
    await this.read(RETRY_AFTER_MS);
  }

  /** Reads, unless it was tried within `everyMs`; never rejects. */
  private read(everyMs: number): Promise<void> {
    if (this.reading !== undefined) return this.reading;
    const now = this.clock.monotonicMs();
    if (now - this.triedAt < everyMs) return Promise.resolve();
    this.triedAt = now;
    this.reading = this.load()
      .then(
        (keys) => void (this.known = { keys, readAt: now }),
        (error: unknown) => void (this.failure = error),
      )
      .finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async load(): Promise<readonly JsonObject[]> {
    const url = this.url.includes(DISCOVERY) && !this.url.endsWith('/jwks') ? await this.discover() : this.url;
    const document = await this.source.read(url);
    const keys = isJsonObject(document) ? document['keys'] : undefined;
    if (!Array.isArray(keys)) throw new Error('the key set has no keys');
    return (keys as readonly JsonValue[]).filter(isJsonObject).filter(canVerify);
  }

  private async discover(): Promise<string> {
    const document = await this.source.read(this.url);
    const url = isJsonObject(document) ? document['jwks_uri'] : undefined;
    if (typeof url !== 'string' || !URL.canParse(url)) throw new Error('the OpenID configuration names no key set');
    return url;
  }
}

/** Public keys alone: a secret that stands in a key set by mistake signs nothing here. */
function canVerify({ kty, use, key_ops: operations }: JsonObject): boolean {
  if (kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') return false;
  if (use !== undefined && use !== 'sig') return false;
  return !Array.isArray(operations) || operations.includes('verify');
}

function matching(keys: readonly JsonObject[], kid: string | undefined): readonly JsonObject[] {
  return kid === undefined ? keys : keys.filter((key) => key['kid'] === kid);
}
