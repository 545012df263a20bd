import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeLangfuse } from '../../support/fake-langfuse/index.js';
import type { GatewayOptions } from '../../support/gateway/index.js';

/** Where the provider of the recordings listened. */
export const RECORDED_UPSTREAM = 'http://127.0.0.1:18080';
const CONFIG = join(__dirname, '../../conformance/config.yaml');

/** The gateway under the configuration of the recordings, with `langfuse` as its callback. */
export function tracedGateway(upstreamUrl: string, langfuse: FakeLangfuse, settings = ''): GatewayOptions {
  const config = readFileSync(CONFIG, 'utf8')
    .replaceAll(RECORDED_UPSTREAM, upstreamUrl)
    .replace('litellm_settings:\n', `litellm_settings:\n  callbacks: [langfuse]\n${settings}`);
  return {
    config,
    masterKey: 'sk-1234',
    env: {
      UPSTREAM_KEY: 'sk-upstream',
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      LANGFUSE_HOST: langfuse.host,
    },
  };
}
