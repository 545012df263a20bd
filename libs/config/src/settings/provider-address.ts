/** What `isProviderAddress` asks for, in words. */
export const PROVIDER_ADDRESS_EXPECTED =
  'expected an address that begins with http:// or https:// and holds no password (extra_headers takes an authorization)';

/** Whether a provider can be called there. A password in an address would stand in every row and trace. */
export function isProviderAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
