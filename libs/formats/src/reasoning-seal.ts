import type { ReasoningPart } from '@tollgate/canonical';

/** What a provider seals reasoning with, so that it takes it back with the next turn. */
export type Seal = Pick<ReasoningPart, 'signature' | 'redacted' | 'encrypted' | 'id'>;

/**
 * Begins a seal of one dialect that travels in another's member: Anthropic's blocks have a `signature` or `data` for it, items of the
 * Responses API `encrypted_content`. Clients keep each as it is and send it back; no provider begins its own so.
 */
const PREFIX = 'tollgate.seal.1:';

const KINDS = { e: 'encrypted', s: 'signature', r: 'redacted' } as const;

/** Begins a signature of Google's, which belongs to an answer or a call and not to the thinking itself: no other provider can open it. */
export const GOOGLE_SEAL = `${PREFIX}g::`;

/**
 * A seal as Anthropic's dialect (and LiteLLM's `thinking_blocks`) has a place for it. Encrypted reasoning of the Responses API goes into
 * the signature, or is a redacted block where there is no text to sign.
 */
export function sealForBlocks(text: string, seal: Seal): Pick<Seal, 'signature' | 'redacted'> {
  const { signature, redacted, encrypted, id = '' } = seal;
  if (redacted !== undefined) return { redacted };
  if (signature !== undefined || encrypted === undefined) return signature === undefined ? {} : { signature };
  const packed = `${PREFIX}e:${id}:${encrypted}`;
  return text === '' ? { redacted: packed } : { signature: packed };
}

/** A seal as an item of the Responses API has a place for it: its `encrypted_content`. */
export function sealForItem({ signature, redacted, encrypted }: Seal): string | undefined {
  if (encrypted !== undefined) return encrypted;
  if (redacted !== undefined) return `${PREFIX}r::${redacted}`;
  return signature === undefined ? undefined : `${PREFIX}s::${signature}`;
}

/** What another dialect's seal says that came back in this one's member; undefined for a seal of the dialect's own. */
export function openSeal(sealed: string | undefined): Seal | undefined {
  if (sealed?.startsWith(PREFIX) !== true) return undefined;
  if (sealed.startsWith(GOOGLE_SEAL)) return { signature: sealed };
  const [, letter = '', id = '', content = ''] = /^(\w):([^:]*):(.*)$/s.exec(sealed.slice(PREFIX.length)) ?? [];
  const kind = Object.hasOwn(KINDS, letter) ? KINDS[letter as keyof typeof KINDS] : undefined;
  if (kind === undefined) return undefined;
  return { [kind]: content, ...(id !== '' && { id }) };
}

/** Any seal as one text, for a dialect that has one place for all of them; undefined where there is none. See openSeal. */
export function packSeal({ signature, redacted, encrypted, id = '' }: Seal): string | undefined {
  if (redacted !== undefined) return `${PREFIX}r:${id}:${redacted}`;
  if (signature !== undefined) return `${PREFIX}s:${id}:${signature}`;
  return encrypted === undefined ? undefined : `${PREFIX}e:${id}:${encrypted}`;
}

/** Whether a signature is another dialect's, which the provider of this one would refuse. */
export function isForeignSeal(signature: string | undefined): boolean {
  return signature?.startsWith(PREFIX) === true;
}
