import { GatewayError } from '@tollgate/canonical';

export function noSchedule(): GatewayError {
  const message =
    'Prices come with this version and are downloaded from nowhere, so no reload is scheduled. Take a newer version for newer prices, or set prices in litellm_params.';
  return new GatewayError('bad_request', { message, param: 'hours' });
}
