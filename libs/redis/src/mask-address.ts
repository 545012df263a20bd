/** An address that can be shown: its password, and what may stand in its query, are stars. */
export function maskAddress(address: string): string {
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  if (url.search !== '') url.search = '***';
  return url.href;
}
