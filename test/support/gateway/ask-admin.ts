import { callGateway } from './call-gateway.js';

/** What the admin API answers to its master key, where a test cannot go on without; throws with the answer if it is not 200. */
export async function askAdmin<Body = Record<string, unknown>>(
  gateway: { readonly url: string; readonly masterKey: string },
  route: string,
  body: object,
): Promise<Body> {
  const answer = await callGateway<Body>(gateway, route, { body });
  if (answer.status !== 200) throw new Error(`${route}: ${String(answer.status)} ${answer.text}`);
  return answer.body;
}
