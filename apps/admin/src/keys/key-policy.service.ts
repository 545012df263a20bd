import { Injectable } from '@nestjs/common';
import { GatewayError, type KeyPowers, type Principal } from '@tollgate/canonical';
import type { KeyRules } from '@tollgate/config';
import { fail, type Instant, type Outcome, succeed } from '@tollgate/kernel';
import { BudgetRepository, type KeySettings, type StoredBudget } from '@tollgate/persistence';
import { isUncompared } from '../access/is-uncompared.js';
import { BOUNDED, fillBounds, refuseBeyond, refuseRaise } from './policy/key-bounds.js';
import { fillDefaults } from './policy/key-defaults.js';
import { refuseAlias, refuseCleared, refuseMissing, refusePersonal, refuseTeamRole } from './policy/key-generation.js';
import { keepWithin } from './policy/keep-within.js';
import type { KeySettingsDto } from './dto/key-settings.dto.js';
import type { KeyCaller } from './key-caller.js';
import { readKeySettings } from './read-key-settings.js';

/** What is to be changed, as far as the rules ask. */
export interface RuledKey {
  readonly alias: string | null;
  readonly teamId: string | null;
  readonly autoRotate: boolean;
  readonly rotationInterval: string | null;
}

/**
 * The operator's rules for keys (`default_key_generate_params`, `upperbound_key_generate_params`, `key_generation_settings` …). Whatever
 * is said of a key is read here and nowhere else, so that no door goes round them.
 */
@Injectable()
export class KeyPolicy {
  constructor(
    private readonly rules: KeyRules,
    private readonly budgets: BudgetRepository,
  ) {}

  /**
   * Settings of a new key: what was said, then the defaults, then the bounds where nothing else holds; of what was not said, no more than
   * the calling key holds.
   */
  async readNew(dto: KeySettingsDto, caller: KeyCaller, now: Instant): Promise<Outcome<KeySettings, GatewayError>> {
    const { rules } = this;
    const missing = refuseMissing(rules, caller, dto);
    if (missing !== undefined) return fail(missing);
    const meant = fillDefaults(rules.defaults, dto);
    const personal = meant.team_id == null ? refusePersonal(rules, caller) : undefined;
    const refusal = personal ?? refuseAlias(rules, dto.key_alias ?? null, null);
    if (refusal !== undefined) return fail(refusal);
    const linked = await this.linkedTo(meant.budget_id);
    const filled = fillBounds(rules.bounds, meant, linked);
    if (isUncompared(caller)) return this.read(filled, now, NEVER_ROTATED);
    const settings = this.read(keepWithin(dto, filled, caller.principal), now, NEVER_ROTATED);
    return settings.ok && dto.duration == null ? succeed(endWith(caller.principal, settings.value)) : settings;
  }

  /** Settings that are written over a key. A bounded limit that is taken away becomes the bound. */
  readChange(dto: KeySettingsDto, key: RuledKey, caller: KeyCaller, now: Instant): Outcome<KeySettings, GatewayError> {
    const { rules } = this;
    const teamId = dto.team_id === undefined ? key.teamId : dto.team_id;
    const refusal = refuseCleared(rules, caller, dto, teamId) ?? refuseAlias(rules, dto.key_alias ?? null, key.alias);
    if (refusal !== undefined) return fail(refusal);
    const cleared = BOUNDED.filter((name) => dto[name] === null);
    const filled = cleared.map((name) => [name, rules.bounds[name] ?? null] as const);
    return this.read({ ...dto, ...Object.fromEntries(filled) }, now, key);
  }

  /** The judge of what a key becomes, in its place. `governed`: the caller is an admin of that place. */
  async judge(
    caller: KeyCaller,
    settings: KeySettings,
  ): Promise<(before: KeyPowers | undefined, after: KeyPowers, governed: boolean) => GatewayError | undefined> {
    const { rules } = this;
    const linked = await this.linkedTo(settings.budgetId);
    return (before, after, governed) => {
      const raised = refuseRaise(rules.bounds, before, after, linked);
      if (raised !== undefined || (before !== undefined && before.teamId === after.teamId)) return raised;
      return after.teamId === null ? refusePersonal(rules, caller) : refuseTeamRole(rules, caller, governed);
    };
  }

  private read(dto: KeySettingsDto, now: Instant, key: Schedule): Outcome<KeySettings, GatewayError> {
    const settings = readKeySettings(dto, now);
    if (!settings.ok) return settings;
    const beyond = refuseBeyond(this.rules.bounds, dto) ?? refuseUnscheduled({ ...key, ...settings.value });
    return beyond === undefined ? settings : fail(beyond);
  }

  private async linkedTo(budgetId: string | null | undefined): Promise<StoredBudget | undefined> {
    if (budgetId == null || Object.keys(this.rules.bounds).length === 0) return undefined;
    return (await this.budgets.findMany([budgetId]))[0];
  }
}

/** A key of which no end was said ends with the key that it is made with, if not before. */
function endWith({ expiresAt: end }: Principal, settings: KeySettings): KeySettings {
  const { expiresAt } = settings;
  return end === undefined || (expiresAt != null && expiresAt <= end) ? settings : { ...settings, expiresAt: end };
}

type Schedule = Pick<RuledKey, 'autoRotate' | 'rotationInterval'>;

const NEVER_ROTATED: Schedule = { autoRotate: false, rotationInterval: null };

/** LiteLLM takes such a key, and never rotates it. */
function refuseUnscheduled({ autoRotate, rotationInterval }: Schedule): GatewayError | undefined {
  if (!autoRotate || rotationInterval !== null) return undefined;
  const message = 'auto_rotate needs a rotation_interval, such as 30d.';
  return new GatewayError('bad_request', { message, param: 'rotation_interval' });
}
