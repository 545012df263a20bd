import type { UpstreamFailure } from '@tollgate/canonical';
import { AddressRefused } from './addresses/address-refused.js';
import { ProxyFailure } from './proxy/proxy-failure.js';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Reads undici's and Node's connection errors (undici 7 `errors`, `code` members) into a failure. `sent` says whether the
 * request had begun to leave: until then a provider certainly billed nothing.
 */
export function describeTransportError(
  error: Error & { code?: string },
  sent: boolean,
  streamed: boolean,
): UpstreamFailure {
  if (error instanceof ProxyFailure) {
    return { message: error.message, unbilled: true, transport: error.isLate ? 'connect-timeout' : 'unreachable' };
  }
  if (error instanceof AddressRefused) return { message: error.message, unbilled: true, transport: 'unreachable' };
  const unbilled = !sent;
  switch (error.code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { message: 'connecting to the provider took too long', unbilled: true, transport: 'connect-timeout' };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return streamed
        ? { message: 'the provider sent no first token in time', unbilled, transport: 'first-token-timeout' }
        : { message: 'the provider did not answer in time', unbilled, transport: 'total-timeout' };
    case 'UND_ERR_BODY_TIMEOUT':
      return {
        message: 'the provider stopped sending in the middle of its answer',
        unbilled,
        transport: 'idle-timeout',
      };
    case 'UND_ERR_ABORTED':
      return { message: 'the call was aborted', unbilled, transport: 'aborted' };
    default:
      break;
  }
  if (error.name === 'AbortError') return { message: 'the call was aborted', unbilled, transport: 'aborted' };
  if (error.code !== undefined && UNREACHABLE.has(error.code)) {
    return { message: `the provider cannot be reached (${error.code})`, unbilled: true, transport: 'unreachable' };
  }
  return {
    message: `the connection to the provider broke${error.code === undefined ? '' : ` (${error.code})`}`,
    unbilled,
    transport: 'reset',
  };
}
