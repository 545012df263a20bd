import { setImmediate as nextTurn } from 'node:timers/promises';
import { Counter, Gauge, Registry } from 'prom-client';
import type { CompletionRecord, Deployment } from '@tollgate/canonical';
import { createRequestFamilies } from './request-families.js';
import { configuredModel, type ServedBy } from './request-kind.js';
import { type SeriesBounds, SeriesTable } from './series-table.js';

/**
 * Prometheus metrics under LiteLLM's names, fed from completion records. Label values come from keys, the configuration and
 * the gateway's own tables, never from a client's free text, and their number is bounded. Every metric stands in the table of
 * `docs/runbook.md`; a test compares the two.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly families = createRequestFamilies(this.registry);
  private readonly series: SeriesTable;
  private readonly inFlight = new Gauge({
    name: 'litellm_in_flight_requests',
    help: 'Requests in flight',
    registers: [this.registry],
  });
  private readonly inputCountErrors = new Counter({
    name: 'tollgate_input_count_error_tokens_total',
    help: 'Input tokens by which what providers reported differs from what was counted before',
    labelNames: ['model', 'direction'],
    registers: [this.registry],
  });
  private scrape: Promise<string> | undefined;

  /** `bounds` are smaller in tests. */
  constructor(bounds: Partial<SeriesBounds> = {}) {
    this.series = new SeriesTable(this.families, bounds);
  }

  /** A gauge read when scraped (journal backlog, waiters …). `help` is what its row in `docs/runbook.md` says. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** A counter whose figure somebody else keeps, read when scraped. `help` as for a gauge. */
  counter(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  /** An answer whose input had been counted: reported less counted, tokens. Where they are the same a 0 is shown. */
  inputCounted(deployment: Pick<Deployment, 'target'>, errorTokens: number): void {
    const direction = errorTokens < 0 ? 'over' : 'under';
    this.inputCountErrors.inc({ model: configuredModel(deployment), direction }, Math.abs(errorTokens));
  }

  requestBegan(): void {
    this.inFlight.inc();
  }

  requestEnded(): void {
    this.inFlight.dec();
  }

  /** A refusal before the caller was known: counted, never a record. `route` is the template of the route table. */
  refusedAtTheEdge(route: string, status: number, code: string): void {
    const nobody = { hashed_api_key: '', api_key_alias: '', team: '', user: '' };
    const call = { ...nobody, requested_model: '', model_id: '', route };
    this.families.requests.inc({ ...call, status_code: String(status) });
    this.families.failed.inc({ ...call, exception_status: String(status), exception_class: code });
  }

  /** One record, with what of the configuration served it; called once for each request that had a caller. */
  observe(record: CompletionRecord, served: ServedBy): void {
    this.series.find(record, served).observe(record);
  }

  /** The exposition in Prometheus' text format 0.0.4. Scrapes that overlap share one. */
  text(): Promise<string> {
    this.scrape ??= this.write().finally(() => (this.scrape = undefined));
    return this.scrape;
  }

  /** Metric by metric, with a turn of the event loop between them: all at once would hold up every stream. */
  private async write(): Promise<string> {
    this.series.flush();
    const written: string[] = [];
    for (const { name } of this.registry.getMetricsAsArray()) {
      written.push(await this.registry.getSingleMetricAsString(name));
      await nextTurn();
    }
    return `${written.join('\n\n')}\n`;
  }
}
