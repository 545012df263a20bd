import { GatewayError } from '@tollgate/canonical';

/** Transcript customers, steps 6 and 15. */
export function noSuchCustomer(name: string, param: 'end_user_id' | 'user_id'): GatewayError {
  const message = `End User Id=${name} does not exist in db`;
  return new GatewayError('not_found', { message, type: 'not_found', param });
}

/** Transcript customers, step 17. */
export function noSuchCustomers(names: readonly string[]): GatewayError {
  const message = `End User Id(s)=${names.join(', ')} do not exist in db`;
  return new GatewayError('not_found', { message, type: 'not_found', param: 'user_ids' });
}

export function customerTaken(name: string): GatewayError {
  const message = `Customer already exists, passed user_id=${name}. Please pass a new user_id.`;
  return new GatewayError('duplicate', { message, type: 'bad_request', param: 'user_id' });
}

export function badCustomer(message: string, param: string): GatewayError {
  return new GatewayError('bad_request', { message, param });
}
