import type { CompletionRecord } from '@tollgate/canonical';
import type { RequestFamilies } from './request-families.js';
import {
  type CallerLabels,
  callerLabelsOf,
  idOfLabels,
  type RequestKind,
  requestKindOf,
  type ServedBy,
} from './request-kind.js';
import { RequestSeries } from './request-series.js';

export interface SeriesBounds {
  /** Callers that are counted under their own names at a time. */
  readonly callersMax: number;
  /** Label sets of all of them together: a caller has one for each model, deployment, route and outcome. */
  readonly seriesMax: number;
}

/** Some 15,000 lines, 2 MB: more would cost Prometheus and each scrape (measured: about 6 µs a line) more than it tells. */
const BOUNDS: SeriesBounds = { callersMax: 500, seriesMax: 2_500 };
/** A caller who was away for so long makes place for another, milliseconds. Sooner, callers in turn would make series without end. */
const AWAY_MS = 3_600_000;
/** Everybody for whom there is no place. */
const OTHERS: CallerLabels = { hashed_api_key: 'other', api_key_alias: 'other', team: 'other', user: 'other' };

interface NamedCaller {
  readonly labels: CallerLabels;
  readonly series: Map<string, RequestSeries>;
  lastSeenAt: number;
}

/**
 * The series of requests, bounded: as many callers under their own names as there are places, the rest together as `other`
 * (with true models, routes and outcomes: those are bounded by the configuration). No count is lost, whoever it is under.
 */
export class SeriesTable {
  /** The one longest away first. */
  private readonly callers = new Map<string, NamedCaller>();
  private readonly others = new Map<string, RequestSeries>();
  private readonly bounds: SeriesBounds;
  private named = 0;

  constructor(
    private readonly families: RequestFamilies,
    bounds: Partial<SeriesBounds> = {},
  ) {
    this.bounds = { ...BOUNDS, ...bounds };
  }

  find(record: CompletionRecord, served: ServedBy): RequestSeries {
    const kind = requestKindOf(record, served);
    const id = idOfLabels(kind);
    const caller = this.findCaller(callerLabelsOf(record), record.endedAt);
    const known = caller?.series.get(id);
    if (known !== undefined) return known;
    if (caller === undefined || !this.hasRoom(record.endedAt)) return this.findAmongOthers(id, kind);
    const series = new RequestSeries(this.families, caller.labels, kind);
    caller.series.set(id, series);
    this.named += 1;
    return series;
  }

  /** Brings what was counted into the registry. */
  flush(): void {
    for (const { series } of this.callers.values()) for (const one of series.values()) one.flush();
    for (const one of this.others.values()) one.flush();
  }

  private findAmongOthers(id: string, kind: RequestKind): RequestSeries {
    const known = this.others.get(id);
    if (known !== undefined) return known;
    const series = new RequestSeries(this.families, OTHERS, kind);
    this.others.set(id, series);
    return series;
  }

  /** The caller's place, at the end of the row from now on; undefined when all are taken. */
  private findCaller(labels: CallerLabels, now: number): NamedCaller | undefined {
    const id = idOfLabels(labels);
    const known = this.callers.get(id);
    if (known === undefined && this.callers.size >= this.bounds.callersMax && !this.dropAway(now)) return undefined;
    const caller = known ?? { labels, series: new Map<string, RequestSeries>(), lastSeenAt: now };
    caller.lastSeenAt = Math.max(caller.lastSeenAt, now);
    this.callers.delete(id);
    this.callers.set(id, caller);
    return caller;
  }

  private hasRoom(now: number): boolean {
    return this.named < this.bounds.seriesMax || this.dropAway(now);
  }

  /** Drops the caller who was away longest; false when nobody was away long enough. */
  private dropAway(now: number): boolean {
    for (const [id, { series, lastSeenAt }] of this.callers) {
      if (now - lastSeenAt < AWAY_MS) return false;
      for (const one of series.values()) one.remove();
      this.named -= series.size;
      this.callers.delete(id);
      return true;
    }
    return false;
  }
}
