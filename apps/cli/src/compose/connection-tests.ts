import { EntraIssuer, FreshCredentials, readTokenFile, sendWhole } from '@tollgate/credentials';
import { ConnectionTester } from '@tollgate/dispatch';
import { PROVIDERS } from '@tollgate/providers';
import { UpstreamClient } from '@tollgate/upstream';
import type { CompositionInput } from './composition-input.js';

/** What tries models for the admin API: connections of its own, so that an admin process needs no data plane for it. */
export function connectionTests({ settings, clock, logger }: CompositionInput): {
  readonly tester: ConnectionTester;
  close(): Promise<void>;
} {
  const upstream = new UpstreamClient(settings.process.proxy);
  const credentials = new FreshCredentials([new EntraIssuer(sendWhole(upstream), readTokenFile)], clock, logger);
  const providers = new Map(PROVIDERS.map((provider) => [provider.id, provider]));
  return { tester: new ConnectionTester({ providers, upstream, credentials, clock }), close: () => upstream.close() };
}
