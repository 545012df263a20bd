/** What to do with a master key at an address. */
export type MasterKeyVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'warned'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

const PUBLIC_KEYS: ReadonlySet<string> = new Set([
  'sk-1234',
  'sk-12345',
  'sk-123456',
  'sk-1234567890',
  'sk-litellm-master-key',
  'sk-master-key',
  'sk-my-master-key',
]);
const LENGTH_MIN = 16;

/**
 * A master key that everybody knows (LiteLLM's examples use `sk-1234`) or that is shorter than 16 characters is accepted on loopback
 * with a warning and refused at any other address, unless `dangerously_permit_weak_or_unset_master_key` is set, as in LiteLLM 1.106.
 */
export function judgeMasterKey(key: string, host: string, permitWeak: boolean): MasterKeyVerdict {
  const weakness = weaknessOf(key);
  if (weakness === undefined) return { kind: 'accepted' };
  const advice = 'set MASTER_KEY to "sk-" and at least 16 random characters';
  if (isLoopback(host))
    return {
      kind: 'warned',
      message: `the master key ${weakness}: fine on ${host}, refused on other addresses; ${advice}`,
    };
  if (permitWeak)
    return {
      kind: 'warned',
      message: `the master key ${weakness}, and ${host} can be reached from outside: ${advice}`,
    };
  return {
    kind: 'refused',
    message: `the master key ${weakness}, and ${host} can be reached from outside: ${advice}, or listen on 127.0.0.1, or set general_settings.dangerously_permit_weak_or_unset_master_key`,
  };
}

/** Only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function weaknessOf(key: string): string | undefined {
  if (PUBLIC_KEYS.has(key.trim())) return 'is publicly known';
  return key.trim().length < LENGTH_MIN ? `is shorter than ${LENGTH_MIN} characters` : undefined;
}
