import { GatewayError } from '@tollgate/canonical';

export function noSuchCredential(name: string): GatewayError {
  return new GatewayError('not_found', {
    message: `Credential not found. Got credential name: ${name}`,
    param: 'credential_name',
  });
}

export function noSuchModel(id: string): GatewayError {
  return new GatewayError('not_found', { message: `Model not found. Got model ID: ${id}`, param: 'model_id' });
}

export function credentialTaken(name: string): GatewayError {
  return new GatewayError('duplicate', {
    message: `A credential with the name ${name} exists. Change it with PATCH /credentials/${name}.`,
    param: 'credential_name',
  });
}

export function badCredential(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', { message: `${param} ${message}`, param });
}
