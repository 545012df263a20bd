import { callGateway } from './call-gateway.js';

/** Makes a virtual key through the admin API. `hash` is what LiteLLM calls its token. */
export async function createKey(
  gateway: { readonly url: string; readonly masterKey: string },
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly key: string; readonly hash: string }> {
  const answer = await callGateway<{ key: string; token: string }>(gateway, 'POST /key/generate', { body: settings });
  if (answer.status !== 200) throw new Error(`no key was made: ${String(answer.status)} ${answer.text}`);
  return { key: answer.body.key, hash: answer.body.token };
}
