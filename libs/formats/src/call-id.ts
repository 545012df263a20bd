import { createHash } from 'node:crypto';

/** Between a call's id and the `thoughtSignature` it came with: LiteLLM's own form, which clients of every dialect send back whole. */
const CALL_MARK = '__thought__';

/** Hexadecimal digits of a digest that stands for an id: with its prefix no longer than any provider takes. */
const DIGEST_LENGTH = 32;

/**
 * The id under which other dialects know a call that came with a `thoughtSignature`: their clients keep ids, and drop members that
 * they do not know, while the provider refuses the call without it (Gemini API, "Thought signatures").
 */
export function sealCallId(id: string, signature: string | undefined): string {
  return signature === undefined ? id : `${id}${CALL_MARK}${signature}`;
}

/** A call's own id, and the `thoughtSignature` in it. */
export function openCallId(id: string): { readonly id: string; readonly signature?: string } {
  const at = id.indexOf(CALL_MARK);
  return at === -1 ? { id } : { id: id.slice(0, at), signature: id.slice(at + CALL_MARK.length) };
}

/**
 * A call's id for a provider that did not seal it: without Google's signature, and by its digest where it is longer than `lengthMax`
 * characters. The same id always becomes the same, so that a call and its result still meet, in later turns too.
 */
export function bareCallId(sealed: string, lengthMax = Infinity): string {
  const { id } = openCallId(sealed);
  if (id.length <= lengthMax) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, DIGEST_LENGTH)}`;
}
