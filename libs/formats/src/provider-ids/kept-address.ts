/** Schemes of addresses that whoever asks may name: whether they can be read is seen from the address, not from an account of the operator. */
const ADDRESS = /^(https?|data|gs|s3):/i;
/** Google's Files API, by any of its hosts: what it keeps is read with the key of the account. */
const GOOGLE_HOST = /^generativelanguage(\.[a-z0-9-]+)*\.googleapis\.com\.?$/;

/** Whether an address is one of a provider's own files (Gemini API, "Files API": `files/…`, or its whole address). */
export function isKeptAddress(text: string): boolean {
  const address = text.trim();
  if (/^files\//i.test(address)) return true;
  // bytes inline are long, and never an address of a file
  if (/^data:/i.test(address) || !URL.canParse(address)) return false;
  return GOOGLE_HOST.test(new URL(address).hostname);
}

/** Whether a text that stands for a file is its id: chat clients of LiteLLM also write addresses there. */
export function isFileId(text: string): boolean {
  return !ADDRESS.test(text.trim()) || isKeptAddress(text);
}
