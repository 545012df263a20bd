import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Begins every box, so that another form can be told from this one. */
const VERSION = 1;
/**
 * Sets each use of the secret apart from every other: what opens one kind of column opens no other. A secret has no other salt that all
 * gateways of an installation know.
 */
const PURPOSES = {
  conversations: 'tollgate sealed box 1',
  models: 'tollgate models 1',
  credentials: 'tollgate credentials 1',
  keys: 'tollgate keys 1',
} as const;

export type SealingPurpose = keyof typeof PURPOSES;

/**
 * Encrypts what stands in a column, with a key made of the operator's secret (scrypt, so that one of few characters is not tried out
 * at the speed of a hash). A box opens only in the place it was made for: one moved to another row is as good as a forged one.
 */
export class SealedBox {
  private readonly keys: readonly LazyKey[];

  /** What `previous` secrets sealed is opened too, so that a secret can be changed while processes run. */
  constructor(secret: string, purpose: SealingPurpose = 'conversations', previous: readonly string[] = []) {
    this.keys = [secret, ...previous].map((one) => new LazyKey(one, PURPOSES[purpose]));
  }

  /** `place` names table, row and whatever else must not change around the box. */
  async seal(text: string, place: readonly string[]): Promise<Buffer> {
    const [current] = this.keys;
    if (current === undefined) throw new Error('a box without a key');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, await current.make(), nonce).setAAD(nameOf(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
  }

  /** undefined: it was made with another secret, for another place, or was changed. */
  async open(box: Buffer, place: readonly string[]): Promise<string | undefined> {
    for (const key of this.keys) {
      const text = openWith(await key.make(), box, place);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** The same under the current secret; `current`: it is so already; undefined: it cannot be opened. */
  async renew(box: Buffer, place: readonly string[]): Promise<Buffer | 'current' | undefined> {
    const [current, ...previous] = this.keys;
    if (current !== undefined && openWith(await current.make(), box, place) !== undefined) return 'current';
    for (const key of previous) {
      const text = openWith(await key.make(), box, place);
      if (text !== undefined) return this.seal(text, place);
    }
    return undefined;
  }
}

function openWith(key: Buffer, box: Buffer, place: readonly string[]): string | undefined {
  const begin = 1 + NONCE_BYTES + TAG_BYTES;
  if (box[0] !== VERSION || box.length < begin) return undefined;
  const decipher = createDecipheriv(CIPHER, key, box.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(nameOf(place)).setAuthTag(box.subarray(1 + NONCE_BYTES, begin));
  try {
    return Buffer.concat([decipher.update(box.subarray(begin)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Made once, when it is first needed. */
class LazyKey {
  private key: Promise<Buffer> | undefined;

  constructor(
    private readonly secret: string,
    private readonly salt: string,
  ) {}

  make(): Promise<Buffer> {
    this.key ??= new Promise((resolve, reject) => {
      scrypt(this.secret, this.salt, KEY_BYTES, (error, key) => (error === null ? resolve(key) : reject(error)));
    });
    return this.key;
  }
}

function nameOf(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(place), 'utf8');
}
