/** LiteLLM's `key_name`: `sk-...abcd`. A secret too short to keep its middle hidden shows nothing. */
export function maskSecret(secret: string): string {
  return secret.length < 12 ? 'sk-...' : `sk-...${secret.slice(-4)}`;
}

/** How LiteLLM shows something that is no key: `not-****-key`. */
export function maskForeign(text: string): string {
  return text.length > 8 ? `${text.slice(0, 4)}****${text.slice(-4)}` : '****';
}
