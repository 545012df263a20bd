import { Injectable, UnprocessableEntityException } from '@nestjs/common';
import { EpochPoller, generateSecret, hashSecret, maskSecret, type Reach } from '@tollgate/auth';
import { Clock, type Outcome } from '@tollgate/kernel';
import {
  type Author,
  type KeyProblem,
  KeyRepository,
  type KeySettings,
  type RefuseChange,
  type Standing,
  type StoredKey,
} from '@tollgate/persistence';
import { readChosenSecret } from './chosen-secret.js';
import type { DeleteKeysDto } from './dto/delete-keys.dto.js';
import type { GenerateKeyDto } from './dto/generate-key.dto.js';
import type { UpdateKeyDto } from './dto/update-key.dto.js';
import { toBlockedKey, toGeneratedKey, toUnblockedKey, toUpdatedKey } from './key.mapper.js';
import { aliasScopeOf, bindingOf, isGivenBy, isLentBy, type KeyCaller } from './key-caller.js';
import { KeyGrants } from './key-grants.service.js';
import { MemberKeyExpiry } from './member-key-expiry.service.js';
import { KeyPolicy } from './key-policy.service.js';
import { keyNotFound, noKeysFound, noTeamForService, refuseProblem } from './key-refusals.js';
import { routesOfKeyType } from './key-type.js';
import { AdminAuthenticator } from '../access/admin-authenticator.js';
import { alsoJudgedBy } from '../access/standing.js';
import { unwrap } from '../validation/unwrap.js';

/**
 * What changes keys. Each method is one transaction with its epoch and its audit row, and answers when this process has heard of
 * the change: the next call of the key is judged by it.
 */
@Injectable()
export class KeyWriter {
  constructor(
    private readonly keys: KeyRepository,
    private readonly grants: KeyGrants,
    private readonly policy: KeyPolicy,
    private readonly expiry: MemberKeyExpiry,
    private readonly epochs: EpochPoller,
    private readonly clock: Clock,
    private readonly authenticator: AdminAuthenticator,
  ) {}

  /** A caller who does not reach every key makes keys of his own where he names nobody. */
  async generate(dto: GenerateKeyDto, caller: KeyCaller, author: Author): Promise<object> {
    const { principal, reach } = caller;
    const owner = reach.kind === 'all' ? dto.user_id : (dto.user_id ?? principal.userId);
    return this.make({ ...dto, ...(owner !== undefined && { user_id: owner }) }, caller, '/key/generate', author);
  }

  /** A key of a team that nobody holds: it stays when users go, and no member's limits count for it. */
  async generateForService(dto: GenerateKeyDto, caller: KeyCaller, author: Author): Promise<object> {
    if (dto.team_id == null || dto.team_id === '') throw noTeamForService();
    return this.make({ ...dto, user_id: null }, caller, '/key/service-account/generate', author);
  }

  /** `teamId`: the team that the key must be of; a key of another is not there. */
  async update(dto: UpdateKeyDto, caller: KeyCaller, author: Author, teamId?: string): Promise<object> {
    const key = await this.find(dto.key, caller.reach, teamId);
    const changed = unwrap(this.policy.readChange(dto, key, caller, this.clock.now()));
    const settings = isGivenBy(caller, key, changed.userId) ? { ...changed, lent: true as const } : changed;
    let refuse = await this.grants.judgeUpdate(caller, settings);
    const confirmed = alsoJudgedBy(author, placesOf(settings), async () => {
      refuse = await this.grants.judgeUpdate(caller, settings);
    });
    const judged: RefuseChange = (before, after) => refuse(before, after);
    const written = await this.keys.update(key.id, settings, confirmed, judged, aliasScopeOf(caller));
    if (written === undefined) throw keyNotFound();
    return toUpdatedKey(await this.heard(written, settings), dto.key);
  }

  async block(ref: string, reach: Reach, author: Author): Promise<object> {
    return toBlockedKey(await this.setBlocked(ref, true, reach, author));
  }

  async unblock(ref: string, reach: Reach, author: Author): Promise<object> {
    return toUnblockedKey(await this.setBlocked(ref, false, reach, author));
  }

  /** All of the named keys or none: a name that finds nothing is 404. */
  async delete(dto: DeleteKeysDto, reach: Reach, author: Author): Promise<object> {
    const refs = [...(dto.keys ?? []), ...(dto.key_aliases ?? [])];
    if (refs.length === 0) throw nothingNamed();
    const found = await this.keys.findIds(refs, reach);
    if (refs.some((ref) => !found.has(ref))) throw noKeysFound();
    await this.keys.delete([...new Set(found.values())], author);
    await this.epochs.poll();
    return { deleted_keys: refs };
  }

  private async make(
    dto: GenerateKeyDto,
    caller: KeyCaller,
    route: '/key/generate' | '/key/service-account/generate',
    author: Author,
  ): Promise<object> {
    const meant = unwrap(await this.policy.readNew(withTypeRoutes(dto), caller, this.clock.now()));
    const placed = route === '/key/generate' ? meant : ofService(meant);
    const own = await this.expiry.endInTime(caller, placed, dto.duration != null, this.clock.now());
    const settings = {
      ...own,
      ...(isLentBy(caller, own) && { lent: true as const }),
      ...bindingOf(caller),
    };
    const judge = async (): Promise<void> => {
      const refusal = await this.grants.refuseNew(caller, settings, route);
      if (refusal !== undefined) throw refusal;
    };
    await judge();
    const secret = dto.key == null ? generateSecret() : readChosenSecret(dto.key, caller.reach, this.authenticator);
    const named = { hash: hashSecret(secret), name: maskSecret(secret), aliasScope: aliasScopeOf(caller) };
    const made = await this.keys.create({ ...named, settings }, alsoJudgedBy(author, placesOf(settings), judge));
    return toGeneratedKey(await this.heard(made, settings), secret);
  }

  private async find(ref: string, reach: Reach, teamId?: string): Promise<StoredKey> {
    const key = await this.keys.findByRef(ref, reach);
    if (key === undefined || (teamId !== undefined && key.teamId !== teamId)) throw keyNotFound();
    return key;
  }

  private async setBlocked(ref: string, blocked: boolean, reach: Reach, author: Author): Promise<StoredKey> {
    const { id } = await this.find(ref, reach);
    const key = await this.keys.setBlocked(id, blocked, author);
    if (key === undefined) throw keyNotFound();
    await this.epochs.poll();
    return key;
  }

  private async heard(written: Outcome<StoredKey, KeyProblem>, settings: KeySettings): Promise<StoredKey> {
    if (!written.ok) throw refuseProblem(written.error, settings.alias);
    await this.epochs.poll();
    return written.value;
  }
}

/** Where a key is to stand, and whose it is to be. */
function placesOf({ userId, teamId }: KeySettings): Standing['holders'] {
  return Object.entries({ user: userId, team: teamId }).flatMap(([kind, id]) => (id == null ? [] : [{ kind, id }]));
}

/** No default makes a service account somebody's. It has the name that LiteLLM's clients give it, else that of the key. */
function ofService(settings: KeySettings): KeySettings {
  const { serviceAccountId = settings.alias } = settings;
  return { ...settings, userId: null, ...(serviceAccountId != null && { serviceAccountId }) };
}

function withTypeRoutes(dto: GenerateKeyDto): GenerateKeyDto {
  const routes = dto.key_type === undefined || dto.key_type === null ? undefined : routesOfKeyType(dto.key_type);
  return routes === undefined ? dto : { ...dto, allowed_routes: routes };
}

/** Transcript key-forms, step 28. */
function nothingNamed(): UnprocessableEntityException {
  const msg = "Value error, At least one of 'keys' or 'key_aliases' must be provided.";
  return new UnprocessableEntityException({ detail: [{ type: 'value_error', loc: ['body'], msg }] });
}
