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
} as const;

export type SealingPurpose = keyof typeof PURPOSES;

/**
 * Encrypts what stands in a column, with a key made of the operator's secret (scrypt, so that one of few characters is not tried out
 * at the speed of a hash). A box opens only in the place it was made for: one moved to another row is as good as a forged one.
 */
export class SealedBox {
  private key: Promise<Buffer> | undefined;

  constructor(
    private readonly secret: string,
    private readonly purpose: SealingPurpose = 'conversations',
  ) {}

  /** `place` names table, row and whatever else must not change around the box. */
  async seal(text: string, place: readonly string[]): Promise<Buffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, await this.makeKey(), nonce).setAAD(nameOf(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
  }

  /** undefined: it was made with another secret, for another place, or was changed. */
  async open(box: Buffer, place: readonly string[]): Promise<string | undefined> {
    const begin = 1 + NONCE_BYTES + TAG_BYTES;
    if (box[0] !== VERSION || box.length < begin) return undefined;
    const decipher = createDecipheriv(CIPHER, await this.makeKey(), box.subarray(1, 1 + NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(nameOf(place)).setAuthTag(box.subarray(1 + NONCE_BYTES, begin));
    try {
      return Buffer.concat([decipher.update(box.subarray(begin)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  private makeKey(): Promise<Buffer> {
    this.key ??= new Promise((resolve, reject) => {
      scrypt(this.secret, PURPOSES[this.purpose], KEY_BYTES, (error, key) =>
        error === null ? resolve(key) : reject(error),
      );
    });
    return this.key;
  }
}

function nameOf(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(place), 'utf8');
}
