import { GatewayError } from '@tollgate/canonical';

export function noSuchTag(name: string): GatewayError {
  return new GatewayError('not_found', { message: `Tag ${name} not found`, type: 'not_found', param: 'name' });
}

export function noSuchTags(names: readonly string[]): GatewayError {
  const message = `Tags not found: [${names.map((name) => `'${name}'`).join(', ')}]`;
  return new GatewayError('not_found', { message, type: 'not_found', param: 'names' });
}

export function tagTaken(name: string): GatewayError {
  const message = `Tag ${name} already exists`;
  return new GatewayError('duplicate', { message, type: 'bad_request', param: 'name' });
}

export function badTag(message: string, param: string): GatewayError {
  return new GatewayError('bad_request', { message, param });
}
