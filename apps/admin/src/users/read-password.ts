import { hashPassword } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';

/** LiteLLM's bounds, in characters. */
const [LENGTH_MIN, LENGTH_MAX] = [8, 128];

/** A password as it is stored. Throws the refusal of one that is too short, too long or blank. */
export async function readPassword(password: string): Promise<string> {
  const { length } = [...password];
  if (length < LENGTH_MIN || length > LENGTH_MAX || password.trim() === '') {
    const message = `password must have ${String(LENGTH_MIN)} to ${String(LENGTH_MAX)} characters, not spaces alone.`;
    throw new GatewayError('bad_request', { message, param: 'password' });
  }
  return hashPassword(password);
}
