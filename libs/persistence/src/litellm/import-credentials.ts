import { fail, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { CredentialRepository, CredentialSettings } from '../repositories/credential.repository.js';
import { textAt } from './import-kind.js';
import { openMembers } from './litellm-sealing.js';
import { type Opened, OpenedImport, type Opening, sortedMembers, type Untouched } from './opened-import.js';
import { objectOf } from './source-row.js';

interface NamedCredential extends CredentialSettings {
  readonly name: string;
}

/** Credentials that models of LiteLLM's database name. Each is bound to where it says itself that its provider is. */
export class CredentialImport extends OpenedImport<NamedCredential> {
  readonly plural = 'credentials';
  readonly from = 'LiteLLM_CredentialsTable';
  readonly order = 'credential_name';
  readonly name = 'credential';
  readonly table = 'provider_credential';
  readonly identity = ['name'];
  readonly shown = 't.name';
  protected readonly nameColumn = 'credential_name';

  constructor(
    database: Database,
    private readonly credentials: CredentialRepository,
  ) {
    super(database);
  }

  protected read(row: JsonObject, { saltKey }: Opening): Outcome<Opened<NamedCredential>, string> {
    const name = textAt(row, 'credential_name');
    if (name === '') return fail('it has no name');
    const values = openMembers(objectOf(row['credential_values']), saltKey);
    if (values === undefined) return fail('its values cannot be opened with this salt key (--salt-key)');
    const origin = originOf(values['api_base']);
    const allowedOrigins = origin === undefined ? [] : [origin];
    return succeed({ item: { name, values, info: objectOf(row['credential_info']), allowedOrigins }, notes: [] });
  }

  protected nameOf({ name }: NamedCredential): string {
    return name;
  }

  protected idOf({ name }: NamedCredential): string {
    return name;
  }

  protected async isHere(name: string): Promise<boolean> {
    const where = { where: { name }, select: { name: true } };
    return (await this.database.prisma.providerCredential.findUnique(where)) !== null;
  }

  protected async write({ name, ...settings }: NamedCredential, author: Author): Promise<boolean> {
    return (await this.credentials.create(name, settings, author)).ok;
  }

  protected change(
    { name }: NamedCredential,
    next: (before: NamedCredential) => Outcome<NamedCredential, Untouched>,
    author: Author,
  ): Promise<Outcome<unknown, Untouched> | undefined> {
    return this.credentials.update(name, (before) => next({ name, ...before }), author);
  }

  protected contentOf({ values, info, allowedOrigins }: NamedCredential): readonly unknown[] {
    return [sortedMembers(values), sortedMembers(info), allowedOrigins];
  }
}

function originOf(base: JsonValue | undefined): string | undefined {
  return typeof base === 'string' && /^https?:/.test(base) && URL.canParse(base) ? new URL(base).origin : undefined;
}
