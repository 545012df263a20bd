import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { addSums, NO_SUMS } from './add-activity-sums.js';
import type { DayRange } from './dearest-candidates.js';
import { KeptSums } from './kept-sums.js';
import type {
  ActivityOf,
  ActivityPage,
  ActivityPageRef,
  ActivityParts,
  ActivityRow,
  ActivitySums,
  KeyedRow,
} from './stored-activity.js';

/** Keys and entities of a day that are kept, as in `tollgate.add_up_activity`. */
const KEPT_MAX = 100;
/** What a longer range shows in all: fewer of each day. */
const SHOWN_MAX = 500;

/** Days whose keys or entities are cut, newest first. */
interface CutDays {
  readonly days: readonly string[];
  readonly dayCount: number;
  /** Keys of a day that are shown at most, and entities. */
  readonly shownMax: number;
}

interface KeptDay {
  readonly day: string;
  /** Days of the range. */
  readonly of: bigint;
  /** Keys or entities, whichever are more. */
  readonly most: number;
}

/** How many days are looked at, the newest, and how many of their keys or entities, added up, are told without a cut. */
export interface DearestLimits {
  readonly daysMax: number;
  readonly wholeMax: number;
}

interface KeptRow extends ActivityRow {
  readonly entityPlace: number;
  readonly keyPlace: number;
}

const COLUMNS = Prisma.sql`to_char(day, 'YYYY-MM-DD') AS day, entity_place AS "entityPlace", key_place AS "keyPlace",
  entity_id AS "entityId", key_id AS "keyId", model_group AS "modelGroup", litellm_model AS "litellmModel", provider, route,
  cost_nano AS "costNano", prompt_tokens::float8 AS "promptTokens", completion_tokens::float8 AS "completionTokens",
  cache_read_tokens::float8 AS "cacheReadTokens", cache_write_tokens::float8 AS "cacheWriteTokens", requests::float8 AS requests,
  succeeded::float8 AS succeeded, failed::float8 AS failed, duration_ms::float8 AS "durationMs"`;

const WITHOUT_KEYS_OF_ENTITIES = Prisma.sql`(entity_place = 0 OR key_place = 0)`;

/**
 * What everybody used by day, from sums that `tollgate.add_up_activity` makes of the daily sums: models, providers and routes whole, of keys
 * and entities the dearest of each day. Each answer first has it look for calls that came since.
 */
export class KeptActivity {
  private readonly sums: KeptSums;

  constructor(private readonly database: Database) {
    this.sums = new KeptSums(database, 'SELECT tollgate.add_up_activity()');
  }

  /** undefined: the days of the page have so few keys and entities that all of them can be told. */
  async page(of: ActivityOf, range: DayRange, page: ActivityPageRef): Promise<Omit<ActivityPage, 'keys'> | undefined> {
    const found = await this.days(of, range, page);
    if (isFew(found, page.wholeMax)) return undefined;
    const cut = toCut(found);
    const parts = await this.parts(of, cut);
    const { whole } = parts;
    const totals = cut.days.map((day) => ({
      ...whole.filter((row) => row.day === day).reduce<ActivitySums>(addSums, NO_SUMS),
      day,
    }));
    return { ...cut, totals, parts, isCut: true };
  }

  /** The same of all days of a range, but for keys of entities; undefined: there are few enough to tell all of them. */
  async dearestOfDays(
    of: ActivityOf,
    range: DayRange,
    { daysMax, wholeMax }: DearestLimits,
  ): Promise<Omit<ActivityParts, 'keysOfEntities'> | undefined> {
    const days = await this.days(of, range, { page: 1, size: daysMax });
    return isFew(days, wholeMax) ? undefined : this.parts(of, toCut(days), WITHOUT_KEYS_OF_ENTITIES);
  }

  /** Whether the days of a range have no more keys and entities, added up, than can be told. */
  async isFew(of: ActivityOf, range: DayRange, { daysMax, wholeMax }: DearestLimits): Promise<boolean> {
    return isFew(await this.days(of, range, { page: 1, size: daysMax }), wholeMax);
  }

  private async days(
    of: ActivityOf,
    { from, to }: DayRange,
    { page, size }: Pick<ActivityPageRef, 'page' | 'size'>,
  ): Promise<readonly KeptDay[]> {
    await this.sums.bringUpToDate();
    return this.database.prisma.$queryRaw<KeptDay[]>`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, count(*) OVER () AS of, greatest(keys, entities) AS most FROM tollgate.activity_day
      WHERE kind = ${of} AND day >= ${new Date(from)}::date AND day < ${new Date(to)}::date AND keys > 0
      ORDER BY activity_day.day DESC LIMIT ${size} OFFSET ${(page - 1) * size}`;
  }

  private async parts(of: ActivityOf, { days, shownMax }: CutDays, which = Prisma.sql`true`): Promise<ActivityParts> {
    const rows = await this.database.prisma.$queryRaw<KeptRow[]>`
      SELECT ${COLUMNS} FROM tollgate.activity_daily
      WHERE kind = ${of} AND day = ANY(${[...days]}::date[]) AND entity_place <= ${shownMax} AND key_place <= ${shownMax} AND ${which}
      ORDER BY activity_daily.day DESC, entity_place, key_place, cost_nano DESC, line`;
    return {
      whole: rows.filter(({ entityPlace, keyPlace }) => entityPlace === 0 && keyPlace === 0),
      keys: rows.filter((row) => row.entityPlace === 0).filter(isOfKey),
      entities: rows.filter(({ entityPlace, keyPlace }) => entityPlace > 0 && keyPlace === 0),
      keysOfEntities: rows.filter((row) => row.entityPlace > 0).filter(isOfKey),
    };
  }
}

function isFew(days: readonly KeptDay[], max: number): boolean {
  return days.reduce((sum, { most }) => sum + most, 0) <= max;
}

function toCut(days: readonly KeptDay[]): CutDays {
  const shownMax = Math.max(1, Math.min(KEPT_MAX, Math.floor(SHOWN_MAX / days.length)));
  return { days: days.map(({ day }) => day), dayCount: Number(days[0]?.of ?? 0), shownMax };
}

function isOfKey(row: KeptRow): row is KeptRow & KeyedRow {
  return row.keyId !== null;
}
