import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

const SALSA_NONCE_BYTES = 24;
const GCM_NONCE_BYTES = 12;
const TAG_BYTES = 16;

type KeyOf = (saltKey: string) => Uint8Array;

const plainKey: KeyOf = (saltKey) => createHash('sha256').update(saltKey).digest();
const derivedKey: KeyOf = (saltKey) => new Uint8Array(hkdfSync('sha256', saltKey, '', 'litellm-at-rest-v3', 32));

/** Marks before AES-256-GCM, which LiteLLM has written by default since 2026, and how each makes its key. */
const GCM: readonly (readonly [mark: string, key: KeyOf])[] = [
  ['v3:gcm:', derivedKey],
  ['v2:gcm:', plainKey],
];

/**
 * Opens what LiteLLM has encrypted (its `encrypt_decrypt_utils.py`): AES-256-GCM behind a mark, or a NaCl secret box under the SHA-256 of the
 * salt key; nonce first, in URL-safe base64. A text that is neither stands in the clear, as earlier versions left some; undefined: it is of
 * another key or of another form.
 */
export function openLiteLlm(text: string, saltKey: string): string | undefined {
  for (const [mark, keyOf] of GCM)
    if (text.startsWith(mark)) return openGcm(bytesOf(text.slice(mark.length)), keyOf(saltKey));
  if (/^v\d+:gcm:/.test(text)) return undefined;
  const box = boxOf(text);
  return box === undefined ? text : openBox(box, plainKey(saltKey));
}

/** All members of an object opened, those of objects in it too, without those that are null. undefined: one of them cannot be opened. */
export function openMembers(members: JsonObject, saltKey: string): JsonObject | undefined {
  const opened: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(members)) {
    const open = openValue(value ?? null, saltKey);
    if (open === undefined) return undefined;
    if (open !== null) opened[name] = open;
  }
  return opened;
}

function openValue(value: JsonValue, saltKey: string): JsonValue | undefined {
  if (typeof value === 'string') return openLiteLlm(value, saltKey);
  return isJsonObject(value) ? openMembers(value, saltKey) : value;
}

function openBox(box: Uint8Array, key: Uint8Array): string | undefined {
  try {
    const nonce = box.subarray(0, SALSA_NONCE_BYTES);
    return decode(xsalsa20poly1305(key, nonce).decrypt(box.subarray(SALSA_NONCE_BYTES)));
  } catch {
    return undefined;
  }
}

function openGcm(sealed: Uint8Array, key: Uint8Array): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, GCM_NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decode(Buffer.concat([decipher.update(sealed.subarray(GCM_NONCE_BYTES, -TAG_BYTES)), decipher.final()]));
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** Its padding is always there: names of models and most keys have another form. */
function boxOf(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9_-]+={0,2}$/.test(text)) return undefined;
  const bytes = bytesOf(text);
  return bytes.length < SALSA_NONCE_BYTES + TAG_BYTES ? undefined : bytes;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'));
}
