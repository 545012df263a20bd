import { Injectable } from '@nestjs/common';
import { isHeldBack } from '@tollgate/admission';
import { deploymentsOf, type Principal } from '@tollgate/canonical';
import { SnapshotHolder, SnapshotLoader } from '@tollgate/catalog';
import { succeed } from '@tollgate/kernel';
import {
  type Author,
  CredentialRepository,
  type CredentialSettings,
  type StoredCredential,
} from '@tollgate/persistence';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import { keptSecrets, redirectRefused } from '../models/kept-secrets.js';
import { ModelsChanged } from '../models/models-changed.js';
import { toLitellmParams } from '../models/litellm-params.mapper.js';
import { badCredential, credentialTaken, noSuchCredential, noSuchModel } from './credential-refusals.js';
import type { ListCredentialsQuery, NewCredentialDto, UpdateCredentialDto } from './dto/credential.dto.js';
import { changeCredential, readName } from './read-credential.js';

const HIDDEN = '***';
const NOTHING = { values: {}, info: {}, allowedOrigins: [] } as const;

/** Credentials of providers. What changes one answers when this process calls with it; no answer holds a secret. */
@Injectable()
export class Credentials {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly loader: SnapshotLoader,
    private readonly changed: ModelsChanged,
  ) {}

  async create(dto: NewCredentialDto, author: Author): Promise<object> {
    const name = readName(dto.credential_name);
    const made = await this.credentials.create(name, this.judged(changeCredential(NOTHING, dto)), author);
    if (!made.ok) throw credentialTaken(name);
    await this.changed.heard();
    return { success: true, message: 'Credential created successfully' };
  }

  async update(name: string, dto: UpdateCredentialDto, caller: Principal, author: Author): Promise<object> {
    const change = (before: CredentialSettings) => {
      const after = this.judged(changeCredential(before, dto));
      if (isHeldBack(caller)) refuseWidened(before, after, dto);
      return succeed(after);
    };
    const written = await this.credentials.update(name, change, author);
    if (written === undefined) throw noSuchCredential(name);
    await this.changed.heard();
    return { success: true, message: 'Credential updated successfully' };
  }

  async delete(name: string, author: Author): Promise<object> {
    if (!(await this.credentials.delete(name, author))) throw noSuchCredential(name);
    await this.changed.heard();
    return { success: true, message: 'Credential deleted successfully' };
  }

  /** LiteLLM's list has no pages; here it has, and their number stands in the headers. */
  async list({ page, page_size: size }: ListCredentialsQuery): Promise<HeadedAnswer> {
    const { credentials, total } = await this.credentials.list({ page, size });
    const body = { success: true, credentials: credentials.map(toCredential) };
    return { body, headers: pageHeaders(total, page, size) };
  }

  async find(name: string): Promise<object> {
    const credential = await this.credentials.find(name);
    if (credential === undefined) throw noSuchCredential(name);
    return toCredential(credential);
  }

  /** Throws where a model with this credential would be refused for its address. */
  private judged(settings: CredentialSettings): CredentialSettings {
    const { api_base } = settings.values;
    if (api_base == null) return settings;
    const params = { model: 'openai/any', api_key: 'any', api_base };
    const [problem] = this.loader.judge({ id: 'any', name: 'any', teamId: null, blocked: false, params, info: {} });
    if (problem !== undefined) throw badCredential('credential_values.api_base', problem.message);
    return settings;
  }

  /** By the id of a deployment. In LiteLLM's form; every value but an address is hidden. */
  ofModel(id: string): object {
    const deployment = deploymentsOf(this.snapshots.current()).find((one) => one.id === id);
    if (deployment === undefined) throw noSuchModel(id);
    const { group, credential } = deployment;
    const { api_base, api_version } = toLitellmParams(deployment, true);
    const hidden = Object.keys(credential).map((field) => [field, HIDDEN] as const);
    return {
      credential_name: `${group}-credential-${id}`,
      credential_values: {
        ...Object.fromEntries<string>(hidden),
        ...(api_base !== undefined && { api_base }),
        ...(api_version !== undefined && { api_version }),
      },
      credential_info: {},
    };
  }
}

function refuseWidened(before: CredentialSettings, after: CredentialSettings, dto: UpdateCredentialDto): void {
  const secrets = keptSecrets(before.values, dto.credential_values ?? {});
  const isWider = after.allowedOrigins.some((origin) => !before.allowedOrigins.includes(origin));
  if (isWider && secrets.length > 0)
    throw redirectRefused(dto.allowed_origins == null ? 'credential_values.api_base' : 'allowed_origins', secrets);
}

function toCredential({ name, shownValues, shownInfo, allowedOrigins }: StoredCredential): object {
  return {
    credential_name: name,
    credential_values: shownValues,
    credential_info: shownInfo,
    allowed_origins: allowedOrigins,
  };
}
