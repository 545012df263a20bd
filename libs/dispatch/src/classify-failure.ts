import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import type { ProviderOperation } from '@tollgate/providers';

const TRANSPORT_CLASS: Readonly<Record<NonNullable<UpstreamFailure['transport']>, FailureClass>> = {
  aborted: 'client-closed',
  'connect-timeout': 'connection',
  unreachable: 'connection',
  reset: 'connection',
  'first-token-timeout': 'timeout',
  'idle-timeout': 'timeout',
  'total-timeout': 'timeout',
  incomplete: 'incomplete',
  invalid: 'incomplete',
  'too-large': 'incomplete',
  // the API is not at this address: another try there meets the same
  redirected: 'not-found',
};

/** How a failure is to be treated: by what broke, else as the provider's own operation reads its answer. */
export function classifyFailure(
  operation: Pick<ProviderOperation, 'classify'>,
  failure: UpstreamFailure,
): FailureClass {
  return failure.transport === undefined ? operation.classify(failure) : TRANSPORT_CLASS[failure.transport];
}
