import { Authenticator, type EpochPoller, KeyCache, TokenAuthenticator, TokenVerifier } from '@tollgate/auth';
import { isLoopback } from '@tollgate/config';
import { ControlPlane, type Database, PgKeyStore, TokenUsers } from '@tollgate/persistence';
import type { CompositionInput } from './composition-input.js';
import { HttpDocumentSource } from './http-document-source.js';

export interface ComposedAuthenticator {
  readonly keyCache: KeyCache;
  readonly authenticator: Authenticator;
  close(): Promise<void>;
}

/** Who is calling, for every door of the process. */
export function composeAuthenticator(
  input: CompositionInput,
  database: Database,
  epochs: EpochPoller,
): ComposedAuthenticator {
  const { settings, clock } = input;
  const tokenUsers = new TokenUsers(database, new ControlPlane(database, clock), clock);
  const keyCache = new KeyCache(new PgKeyStore(database, clock, tokenUsers), clock);
  epochs.listen({ changed: (changes) => keyCache.invalidate(changes), everything: () => keyCache.clear() });
  const of = (tokens?: TokenAuthenticator): Authenticator =>
    new Authenticator(keyCache, epochs, clock, authenticatorSettings(input), tokens);
  const { jwt } = settings;
  if (jwt === undefined) return { keyCache, authenticator: of(), close: () => Promise.resolve() };
  const documents = new HttpDocumentSource(settings.process.proxy);
  const verifier = new TokenVerifier(jwt, documents, clock);
  void verifier.prepare();
  const tokens = new TokenAuthenticator(verifier, keyCache, clock, jwt);
  return { keyCache, authenticator: of(tokens), close: () => documents.close() };
}

function authenticatorSettings({
  settings,
  masterKey,
}: CompositionInput): ConstructorParameters<typeof Authenticator>[3] {
  const { origin } = masterKey;
  return {
    masterKey: masterKey.secret,
    noAuth: settings.gateway.noAuth,
    // whoever is refused from afar has no business with the files of this machine
    ...(origin.kind === 'file' &&
      isLoopback(settings.process.host) && {
        hint: `(The gateway's own key is in the file ${origin.path}; --no-auth serves any key on this machine.)`,
      }),
  };
}
