import { defaultsOfUser } from '@tollgate/config';
import {
  Authenticator,
  type EpochPoller,
  KeyCache,
  TokenAuthenticator,
  TokenVerifier,
  UiSessions,
} from '@tollgate/auth';
import { isLoopback } from '@tollgate/config';
import { type ControlPlane, type Database, PgKeyStore, PgSessionStore, TokenUsers } from '@tollgate/persistence';
import type { CompositionInput } from './composition-input.js';
import { HttpDocumentSource } from './http-document-source.js';

export interface ComposedAuthenticator {
  readonly keyCache: KeyCache;
  readonly authenticator: Authenticator;
  /** People who have signed in with a password. */
  readonly sessions: UiSessions;
  close(): Promise<void>;
}

/** Who is calling, for every door of the process. */
export function composeAuthenticator(
  input: CompositionInput,
  database: Database,
  controlPlane: ControlPlane,
  epochs: EpochPoller,
): ComposedAuthenticator {
  const { settings, clock } = input;
  const tokenUsers = new TokenUsers(database, controlPlane, clock, (role) => {
    const rules = settings.admin.users;
    // LiteLLM's role of users who were never given one
    const known = role ?? rules.defaults.role ?? 'internal_user_viewer';
    return known === 'org_admin' ? { role: known } : { ...defaultsOfUser(rules, { role: known }), role: known };
  });
  const keyCache = new KeyCache(new PgKeyStore(database, clock, tokenUsers), clock);
  epochs.listen({ changed: (changes) => keyCache.invalidate(changes), everything: () => keyCache.clear() });
  const of = (tokens?: TokenAuthenticator): Authenticator =>
    new Authenticator(keyCache, epochs, clock, authenticatorSettings(input), tokens);
  const { username, password = input.masterKey.secret } = settings.admin.ui;
  const store = new PgSessionStore(database, controlPlane, clock);
  const sessions = new UiSessions(store, keyCache, clock, { username, password });
  const { jwt } = settings;
  if (jwt === undefined) return { keyCache, authenticator: of(), sessions, close: () => Promise.resolve() };
  const documents = new HttpDocumentSource(settings.process.proxy);
  const verifier = new TokenVerifier(jwt, documents, clock);
  void verifier.prepare();
  const tokens = new TokenAuthenticator(verifier, keyCache, clock, jwt);
  return { keyCache, authenticator: of(tokens), sessions, close: () => documents.close() };
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
