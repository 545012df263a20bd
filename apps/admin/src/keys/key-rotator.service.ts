import { Injectable } from '@nestjs/common';
import { EpochPoller, generateSecret, hashSecret, maskSecret } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { addDuration, Clock, type Instant } from '@tollgate/kernel';
import { type Author, KeyRepository } from '@tollgate/persistence';
import { AdminAuthenticator } from '../access/admin-authenticator.js';
import { unwrap } from '../validation/unwrap.js';
import { readChosenSecret } from './chosen-secret.js';
import type { RegenerateKeyDto } from './dto/regenerate-key.dto.js';
import { aliasScopeOf, isGivenBy, isLentBy, type KeyCaller } from './key-caller.js';
import { KeyGrants } from './key-grants.service.js';
import { toGeneratedKey } from './key.mapper.js';
import { KeyPolicy } from './key-policy.service.js';
import { RegenerationGrace } from './regeneration-grace.js';
import { keyNotFound, refuseProblem } from './key-refusals.js';
import { unserved } from './unserved-fields.js';

/** Gives keys other secrets. A key keeps its id, and with it its spend, its limits and its place in every report. */
@Injectable()
export class KeyRotator {
  constructor(
    private readonly keys: KeyRepository,
    private readonly grants: KeyGrants,
    private readonly policy: KeyPolicy,
    private readonly epochs: EpochPoller,
    private readonly clock: Clock,
    private readonly authenticator: AdminAuthenticator,
    private readonly grace: RegenerationGrace,
  ) {}

  /** The answer alone holds the new secret. The old one ends with the grace period, without one at once. */
  async regenerate(ref: string, dto: RegenerateKeyDto, caller: KeyCaller, author: Author): Promise<object> {
    if (dto.new_master_key != null) throw unserved('new_master_key');
    const now = this.clock.now();
    const key = await this.keys.findByRef(ref, caller.reach);
    if (key === undefined) throw keyNotFound();
    const changed = unwrap(this.policy.readChange(dto, key, caller, now));
    const isLent = isLentBy(caller, { ...key, ...changed }) || isGivenBy(caller, key, changed.userId);
    const settings = isLent ? { ...changed, lent: true as const } : changed;
    const graceEnd = readGraceEnd(dto.grace_period ?? this.grace.period, now);
    const secret =
      dto.new_key == null ? generateSecret() : readChosenSecret(dto.new_key, caller.reach, this.authenticator);
    const rotated = {
      hash: hashSecret(secret),
      name: maskSecret(secret),
      settings,
      graceEnd,
      aliasScope: aliasScopeOf(caller),
    };
    const refuse = await this.grants.judgeRotation(caller, key.id, settings);
    const written = await this.keys.rotate(key.id, rotated, author, refuse);
    if (written === undefined) throw keyNotFound();
    if (!written.ok) throw refuseProblem(written.error, dto.key_alias);
    await this.epochs.poll();
    return toGeneratedKey(written.value, secret);
  }
}

function readGraceEnd(period: string | null | undefined, now: Instant): Instant {
  if (period == null || /^(?:0+(?:s|m|h|d|w|mo)?)?$/.test(period)) return now;
  const end = addDuration(now, period);
  if (end !== undefined) return end;
  const message = `grace_period must be a duration such as 30m, 24h or 7d. Received: ${period}`;
  throw new GatewayError('bad_request', { message, param: 'grace_period' });
}
