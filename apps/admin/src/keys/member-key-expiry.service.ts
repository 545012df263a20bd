import { Injectable } from '@nestjs/common';
import { standsWithin } from '@tollgate/auth';
import { ALL_POWERS, GatewayError } from '@tollgate/canonical';
import { addDuration, type Instant } from '@tollgate/kernel';
import { changePowers, type KeySettings, TeamRepository } from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import type { KeyCaller } from './key-caller.js';

/** How long keys last that members make in their teams (`team_member_key_duration`). */
@Injectable()
export class MemberKeyExpiry {
  constructor(
    private readonly reaches: Reaches,
    private readonly teams: TeamRepository,
  ) {}

  /**
   * The settings of a new key with the end that its team sets, where nothing was said and its maker does not govern keys there. Throws
   * 403 for one that was said to last longer (`isSaid`): a default or a bound that is longer is nobody's wish.
   */
  async endInTime(caller: KeyCaller, settings: KeySettings, isSaid: boolean, now: Instant): Promise<KeySettings> {
    const latest = await this.latestOf(caller, settings, now);
    if (latest === undefined) return settings;
    const { expiresAt = null } = settings;
    if (expiresAt !== null && expiresAt <= latest) return settings;
    if (expiresAt === null || !isSaid) return { ...settings, expiresAt: latest };
    const end = new Date(latest).toISOString();
    const message = `duration: keys that members make in this team end by ${end} (team_member_key_duration). Say a shorter one, or none.`;
    throw new GatewayError('grant_refused', { message, param: 'duration' });
  }

  private async latestOf(
    { principal, reach }: KeyCaller,
    settings: KeySettings,
    now: Instant,
  ): Promise<Instant | undefined> {
    const { teamId } = settings;
    if (teamId == null || reach.kind === 'all') return undefined;
    const duration = (await this.teams.find(teamId, { kind: 'all' }))?.memberKeyDuration;
    if (duration == null) return undefined;
    const governs = await this.reaches.of(principal, 'key:govern');
    const isGoverned = governs !== undefined && standsWithin(governs, changePowers(ALL_POWERS, settings));
    return isGoverned ? undefined : addDuration(now, duration);
  }
}
