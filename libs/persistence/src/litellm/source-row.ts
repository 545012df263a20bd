import { parseBudgetDuration } from '@tollgate/canonical';
import { alignAnchor, instantOf as instantAt, wallAt } from '@tollgate/admission';
import {
  type Instant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  LIMIT_NANO_USD_MAX,
  nanoUsdFromUsd,
  usdFromNanoUsd,
} from '@tollgate/kernel';

/** One row of LiteLLM's as JSON, read member by member; what cannot be taken as it stands is noted. */
export class SourceRow {
  /** What was changed on the way, in words. */
  readonly notes: string[] = [];

  constructor(readonly row: JsonObject) {}

  /** Empty is none. */
  text(name: string): string | null {
    const value = this.row[name];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  texts(name: string): readonly string[] {
    return textsOf(this.row[name]);
  }

  /** LiteLLM writes some JSON columns as text of JSON. */
  object(name: string): JsonObject {
    return objectOf(this.row[name]);
  }

  /** null: there is no such value, or nothing in it. */
  json(name: string): JsonValue {
    const value = this.row[name] ?? null;
    return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? null : value;
  }

  flag(name: string): boolean | null {
    const value = this.row[name];
    return typeof value === 'boolean' ? value : null;
  }

  instant(name: string): Instant | null {
    return instantOf(this.row[name]);
  }

  /** A limit of requests or tokens. */
  count(name: string): number | null {
    const value = this.bound(name);
    if (value === null) return null;
    const taken = Math.min(Math.max(0, Math.trunc(value)), Number.MAX_SAFE_INTEGER);
    if (taken !== value) this.note(`${name} of ${String(value)} became ${String(taken)}`);
    return taken;
  }

  /** A limit in dollars, as nano-dollars that a counter holds exactly. */
  limit(name: string): number | null {
    const value = this.bound(name);
    if (value === null) return null;
    const nano = value < 0 ? 0n : (nanoUsdFromUsd(value) ?? LIMIT_NANO_USD_MAX);
    const taken = nano > LIMIT_NANO_USD_MAX ? LIMIT_NANO_USD_MAX : nano;
    if (value < 0 || taken !== nanoUsdFromUsd(value))
      this.note(`${name} of ${String(value)} dollars became ${String(usdFromNanoUsd(taken))}`);
    return Number(taken);
  }

  /** What was spent, in nano-dollars. */
  spent(name: string): bigint {
    const value = this.number(name) ?? 0;
    const nano = value <= 0 ? 0n : (nanoUsdFromUsd(value) ?? LIMIT_NANO_USD_MAX);
    if (value < 0 || nano === LIMIT_NANO_USD_MAX)
      this.note(`${name} of ${String(value)} dollars became ${String(usdFromNanoUsd(nano))}`);
    return nano;
  }

  /** A limit that everything is within is none. */
  private bound(name: string): number | null {
    const value = this.number(name);
    if (value !== Infinity) return value;
    this.note(`${name} of Infinity: taken as none`);
    return null;
  }

  /** PostgreSQL writes what is no number in JSON as text. */
  private number(name: string): number | null {
    const value = this.row[name];
    if (typeof value === 'number') return value;
    if (value === 'Infinity' || value === '-Infinity') return Number(value);
    if (value === 'NaN') this.note(`${name} of NaN: taken as none`);
    return null;
  }

  /** Once, however often the value is read. */
  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** When the window that is running ends; null: it never does. */
  resetAt(): Instant | null {
    return this.text('budget_duration') === null ? null : this.instant('budget_reset_at');
  }

  /** Columns of money, window (by the calendar of a zone, IANA) and counts, as every holder of limits has them. */
  limits(timeZone: string): JsonObject {
    return {
      max_budget_nano: this.limit('max_budget'),
      ...this.window(timeZone),
      rpm_limit: this.count('rpm_limit'),
      tpm_limit: this.count('tpm_limit'),
      max_parallel_requests: this.count('max_parallel_requests'),
    };
  }

  /** Several budgets at once; LiteLLM keeps their spend outside of its tables, so their windows begin with nothing spent. */
  budgetLimits(): JsonValue {
    const limits = parsedOf(this.row['budget_limits']);
    if (!Array.isArray(limits)) return null;
    const taken = limits.flatMap((limit) => {
      const { budget_duration: duration, max_budget: dollars } = isJsonObject(limit) ? limit : {};
      const isWindow = typeof duration === 'string' && parseBudgetDuration(duration) !== undefined;
      if (isWindow && typeof dollars === 'number' && dollars >= 0 && dollars <= usdFromNanoUsd(LIMIT_NANO_USD_MAX))
        return [{ budget_duration: duration, max_budget: dollars }];
      this.notes.push(`budget_limits: ${JSON.stringify(limit)} is no budget of a window: left out`);
      return [];
    });
    if (taken.length > 0) this.notes.push('budget_limits: LiteLLM does not store what was spent in their windows');
    return taken.length > 0 ? taken : null;
  }

  /**
   * LiteLLM says when the running window ends, we say from where windows are counted: both fall on the same instants, also after the
   * clocks of the zone have changed.
   */
  private window(timeZone: string): JsonObject {
    const duration = this.text('budget_duration');
    const none = { budget_duration: null, budget_anchor: null, budget_time_zone: null };
    if (duration === null) return none;
    if (parseBudgetDuration(duration) === undefined) {
      this.notes.push(`budget_duration "${duration}" is no duration: its budget never resets`);
      return none;
    }
    const end = this.instant('budget_reset_at') ?? alignAnchor(duration, timeZone, this.instant('created_at') ?? 0);
    return {
      budget_duration: duration,
      budget_anchor: iso(earliestAnchor(duration, timeZone, end)),
      budget_time_zone: timeZone,
    };
  }
}

/** Shorter periods are counted in elapsed time. */
const HOUR_MS = 3_600_000;

/** The same windows, counted from 1970: an anchor that stays the same while LiteLLM's window moves on. */
function earliestAnchor(duration: string, timeZone: string, end: Instant): Instant {
  const period = parseBudgetDuration(duration);
  const wall = wallAt(end, timeZone);
  if (period?.unit === 'ms')
    return period.length < HOUR_MS ? end % period.length : instantAt(wall % period.length, timeZone);
  const date = new Date(wall);
  const months = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  const first = Date.UTC(1970, months % (period?.length ?? 1), 1);
  return instantAt(first + (wall - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)), timeZone);
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function objectOf(value: JsonValue | undefined): JsonObject {
  const parsed = parsedOf(value);
  return isJsonObject(parsed) ? parsed : {};
}

/** The value, or what it says where it is a text of JSON. */
function parsedOf(value: JsonValue | undefined): JsonValue {
  if (typeof value !== 'string') return value ?? null;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return null;
  }
}

/** LiteLLM's columns are without a zone and in UTC. */
export function instantOf(value: JsonValue | undefined): Instant | null {
  if (typeof value !== 'string') return null;
  const instant = Date.parse(/(Z|[+-]\d\d(:?\d\d)?)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(instant) ? null : instant;
}

export function iso(instant: Instant | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
