import {
  type Clock,
  fail,
  type IdSource,
  type JsonObject,
  type Outcome,
  succeed,
  toShownNotes,
} from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma, ProviderCredential } from '../generated/prisma/client.js';
import type { SealedBox } from '../sealing/sealed-box.js';
import { openValues, sealValues } from './credential-row.js';
import { toShownParams } from './shown-params.js';

/** A credential as it is given. */
export interface CredentialSettings {
  readonly values: JsonObject;
  readonly info: JsonObject;
  /** Where it may be sent, besides its provider's own address: `https://models.example`. */
  readonly allowedOrigins: readonly string[];
}

/** A credential as an administrator sees it: no secret is in it. */
export interface StoredCredential {
  readonly name: string;
  readonly shownValues: JsonObject;
  readonly shownInfo: JsonObject;
  readonly allowedOrigins: readonly string[];
}

/** Credentials of providers, that models name. The operator's alone. */
export class CredentialRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly box: SealedBox,
  ) {}

  async create(
    name: string,
    settings: CredentialSettings,
    author: Author,
  ): Promise<Outcome<StoredCredential, 'name_taken'>> {
    return this.controlPlane.change(author, async (change): Promise<Outcome<StoredCredential, 'name_taken'>> => {
      const { tx } = change;
      if ((await tx.providerCredential.findUnique({ where: { name }, select: { id: true } })) !== null)
        return fail('name_taken');
      const now = new Date(this.clock.now());
      const id = this.ids.newId();
      const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
      const row = await tx.providerCredential.create({
        data: { id, name, ...(await this.toColumns(id, settings)), ...authorship },
      });
      const stored = toStored(row, settings.values);
      note(change, 'created', null, stored);
      return succeed(stored);
    });
  }

  /** undefined: there is none of that name. `next` is told what the credential is; one that cannot be opened any more is told as empty. */
  async update<Refusal>(
    name: string,
    next: (before: CredentialSettings) => Outcome<CredentialSettings, Refusal>,
    author: Author,
  ): Promise<Outcome<StoredCredential, Refusal> | undefined> {
    return this.controlPlane.change(author, async (change): Promise<Outcome<StoredCredential, Refusal> | undefined> => {
      const row = await change.tx.providerCredential.findUnique({ where: { name } });
      if (row === null) return undefined;
      const values = (await openValues(row, this.box)) ?? {};
      const after = next({ values, info: row.info as JsonObject, allowedOrigins: row.allowedOrigins });
      const authorship = { updatedAt: new Date(this.clock.now()), updatedBy: author.name };
      if (!after.ok) return after;
      const data = { ...(await this.toColumns(row.id, after.value)), ...authorship };
      const written = await change.tx.providerCredential.update({ where: { name }, data });
      const stored = toStored(written, after.value.values);
      note(change, 'updated', toStored(row, values), stored);
      return succeed(stored);
    });
  }

  /** False: there is none of that name. */
  async delete(name: string, author: Author): Promise<boolean> {
    return this.controlPlane.change(author, async (change) => {
      const row = await change.tx.providerCredential.findUnique({ where: { name } });
      if (row === null) return false;
      await change.tx.providerCredential.delete({ where: { name } });
      note(change, 'deleted', toStored(row, (await openValues(row, this.box)) ?? {}), null);
      return true;
    });
  }

  /** One page, by name, and how many there are in all. */
  async list({
    page,
    size,
  }: {
    readonly page: number;
    readonly size: number;
  }): Promise<{ readonly credentials: readonly StoredCredential[]; readonly total: number }> {
    const { providerCredential } = this.database.prisma;
    const rows = await providerCredential.findMany({
      orderBy: { name: 'asc' },
      skip: (page - 1) * size,
      take: size,
    });
    const credentials = await Promise.all(
      rows.map(async (row) => toStored(row, (await openValues(row, this.box)) ?? {})),
    );
    return { credentials, total: await providerCredential.count() };
  }

  async find(name: string): Promise<StoredCredential | undefined> {
    const row = await this.database.prisma.providerCredential.findUnique({ where: { name } });
    return row === null ? undefined : toStored(row, (await openValues(row, this.box)) ?? {});
  }

  private async toColumns(
    id: string,
    { values, info, allowedOrigins }: CredentialSettings,
  ): Promise<Pick<Prisma.ProviderCredentialCreateInput, 'encryptedValues' | 'info' | 'allowedOrigins'>> {
    const encryptedValues = await sealValues(values, id, this.box);
    return { encryptedValues, info: jsonColumn(toShownNotes(info)), allowedOrigins: [...allowedOrigins] };
  }
}

function toStored({ name, info, allowedOrigins }: ProviderCredential, values: JsonObject): StoredCredential {
  const shownInfo = toShownNotes(info as JsonObject);
  return { name, shownValues: toShownParams(values), shownInfo, allowedOrigins };
}

function note(
  change: AdminChange,
  action: AuditNote['action'],
  before: StoredCredential | null,
  after: StoredCredential | null,
): void {
  const name = after?.name ?? before?.name ?? '';
  change.touch('credential', name);
  change.note({ action, resource: 'credential', objectId: name, before: toAudited(before), after: toAudited(after) });
}

function toAudited(credential: StoredCredential | null): JsonObject | null {
  if (credential === null) return null;
  const { name, shownValues, shownInfo, allowedOrigins } = credential;
  return { name, values: shownValues, info: shownInfo, allowedOrigins: [...allowedOrigins] };
}
