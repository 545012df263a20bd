import { Injectable } from '@nestjs/common';
import { EpochPoller, generateSecret, hashSecret, maskSecret, type Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { Clock, IdSource } from '@tollgate/kernel';
import { type Author, type StoredUser, UserRepository } from '@tollgate/persistence';
import { bindingOf, type KeyCaller } from '../keys/key-caller.js';
import { refuseProblem } from '../keys/key-refusals.js';
import { KeyPolicy } from '../keys/key-policy.service.js';
import { unwrap } from '../validation/unwrap.js';
import type { NewUserDto } from './dto/new-user.dto.js';
import type { UpdateUserDto } from './dto/update-user.dto.js';
import { readPassword } from './read-password.js';
import { readUserPlaces } from './read-user-places.js';
import { readUserSettings } from './read-user-settings.js';
import { NewMembers } from './new-members.service.js';
import { UserPolicy } from './user-policy.js';
import { UserGrants } from './user-grants.service.js';
import { noSuchPlace, refuseUser, userNotFound } from './user-refusals.js';
import { type KeyOfUser, toNewUser, toUpdatedUser } from './user.mapper.js';

/**
 * What changes users. Each method is one transaction with its epoch and its audit rows, and answers when this process has heard of
 * the change: the next call of the user's keys is judged by it.
 */
@Injectable()
export class UserWriter {
  constructor(
    private readonly users: UserRepository,
    private readonly members: NewMembers,
    private readonly grants: UserGrants,
    private readonly policy: UserPolicy,
    private readonly keyPolicy: KeyPolicy,
    private readonly epochs: EpochPoller,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async create(dto: NewUserDto, caller: KeyCaller, author: Author): Promise<object> {
    if (caller.reach.kind === 'of') return this.members.create(dto, caller.reach, author);
    const said = unwrap(readUserSettings(dto));
    const settings = this.policy.settingsOfNew({ ...said, ...(await passwordOf(dto)) });
    const { role, models } = settings;
    const id = dto.user_id ?? this.ids.newId();
    const ofKey = models === undefined ? dto : { ...dto, models };
    const key = dto.auto_create_key === false ? undefined : await this.newKey(ofKey, id, caller);
    const refusal = await this.grants.refuseNew(
      { ...settings, ...unwrap(readUserPlaces(dto)) },
      key?.row.settings,
      caller,
    );
    if (refusal !== undefined) throw refusal;
    const places = unwrap(readUserPlaces(this.policy.placesOfNew(dto)));
    const user = { id, role, settings, places, ...(key !== undefined && { key: key.row }) };
    const made = await this.users.create(user, author);
    if (!made.ok) {
      const { error } = made;
      if (error.kind === 'unknown_place') throw noSuchPlace(error);
      throw error.kind === 'taken' || error.kind === 'id_is_address'
        ? refuseUser(error, dto)
        : refuseProblem(error, dto.key_alias);
    }
    await this.epochs.poll();
    return toNewUser(made.value, key?.shown);
  }

  async update(
    dto: UpdateUserDto,
    caller: Principal,
    reach: Reach,
    author: Author,
  ): Promise<{ readonly user_id: string; readonly data: object }> {
    const found = await this.find(dto, reach);
    const settings = { ...unwrap(readUserSettings(dto)), ...(await passwordOf(dto)) };
    const places = unwrap(readUserPlaces(dto));
    const refusal = await this.grants.refuse(found, { ...settings, ...places }, caller);
    if (refusal !== undefined) throw refusal;
    const written = await this.users.update(found.id, settings, author, places);
    if (written === undefined) throw userNotFound(found.id);
    if (!written.ok) {
      const { error } = written;
      throw error.kind === 'unknown_place' ? noSuchPlace(error) : refuseUser(error, dto);
    }
    await this.epochs.poll();
    return toUpdatedUser(written.value);
  }

  /** All of the named users or none. Answers how many went, as LiteLLM does. */
  async delete(ids: readonly string[], author: Author): Promise<number> {
    const distinct = [...new Set(ids)];
    const missing = await this.users.delete(distinct, author);
    if (missing !== undefined) throw userNotFound(missing);
    await this.epochs.poll();
    return distinct.length;
  }

  private async find({ user_id: id, user_email: email }: UpdateUserDto, reach: Reach): Promise<StoredUser> {
    const user =
      id != null
        ? await this.users.find(id, reach)
        : email != null
          ? await this.users.findByEmail(email, reach)
          : undefined;
    if (user !== undefined) return user;
    if (id != null || email != null) throw userNotFound(id ?? email ?? '');
    throw new GatewayError('bad_request', {
      message: 'Either user_id or user_email must be provided',
      param: 'user_id',
    });
  }

  /** The key that is made with a user: his models, no limits of its own but the operator's for every key, since the user's count for it. */
  private async newKey(dto: NewUserDto, userId: string, caller: KeyCaller) {
    const { key_alias, duration, aliases, models } = dto;
    const said = {
      ...(key_alias !== undefined && { key_alias }),
      ...(duration !== undefined && { duration }),
      ...(aliases !== undefined && { aliases }),
      ...(models !== undefined && { models }),
      user_id: userId,
    };
    const own = unwrap(await this.keyPolicy.readNew(said, caller, this.clock.now()));
    const settings = { ...own, ...bindingOf(caller) };
    const secret = generateSecret();
    const name = maskSecret(secret);
    const shown: KeyOfUser = {
      secret,
      name,
      alias: settings.alias ?? null,
      expires: settings.expiresAt ?? null,
      aliases: settings.aliases ?? {},
    };
    return { row: { hash: hashSecret(secret), name, settings }, shown };
  }
}

async function passwordOf({ password }: UpdateUserDto): Promise<{ readonly passwordHash?: string }> {
  return password == null ? {} : { passwordHash: await readPassword(password) };
}
