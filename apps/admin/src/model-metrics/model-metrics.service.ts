import { Injectable } from '@nestjs/common';
import { type Deployment, deploymentsOf, GatewayError } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { Clock } from '@tollgate/kernel';
import {
  type DeploymentSum,
  type DeploymentSumFilter,
  DeploymentSumsRepository,
  FailureSumsRepository,
} from '@tollgate/persistence';
import { readReportRange } from '../spend/report-range.js';
import type { ModelMetricsQuery } from './dto/model-metrics.query.js';

/** Sums with the name that their deployment goes by. */
type NamedSum = DeploymentSum & { readonly name: string };

/** How fast deployments answered and how their calls failed, in LiteLLM's forms, from sums of days. */
@Injectable()
export class ModelMetrics {
  constructor(
    private readonly sums: DeploymentSumsRepository,
    private readonly attempts: FailureSumsRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly clock: Clock,
  ) {}

  /** Seconds per token of the answer, by day. */
  async latency(query: ModelMetricsQuery): Promise<object> {
    return byDay(succeeded(await this.read(query)), (sums) =>
      ratio(total(sums, 'durationMs') / 1000, total(sums, 'outputTokens')),
    );
  }

  /** Seconds to the first token, by day. */
  async firstToken(query: ModelMetricsQuery): Promise<object> {
    return byDay(succeeded(await this.read(query)), (sums) =>
      ratio(total(sums, 'firstTokenMs') / 1000, total(sums, 'streamed')),
    );
  }

  /** Calls, and those of them that took longer than five minutes. */
  async slow(query: ModelMetricsQuery): Promise<readonly object[]> {
    return [...Map.groupBy(await this.read(query), ({ name }) => name)]
      .map(([name, sums]) => ({
        api_base: name,
        total_count: total(sums, 'requests'),
        slow_count: total(sums, 'slow'),
      }))
      .toSorted((a, b) => b.slow_count - a.slow_count);
  }

  /** Attempts that failed, by their kind, those that another one made good included. */
  async failures(query: ModelMetricsQuery): Promise<object> {
    const found = await this.attempts.byClass(this.filterOf(query));
    const names = this.names();
    const byDeployment = Map.groupBy(found, ({ deploymentId: id }) => names.get(id) ?? id);
    return {
      data: [...byDeployment].map(([model, of]) => ({
        model,
        ...Object.fromEntries(of.map(({ failureClass, failures }) => [failureClass, failures])),
      })),
      exception_types: [...new Set(found.map(({ failureClass }) => failureClass))].toSorted(),
    };
  }

  private async read(query: ModelMetricsQuery): Promise<readonly NamedSum[]> {
    const sums = await this.sums.list(this.filterOf(query));
    const names = this.names();
    return sums.map((sum) => ({ ...sum, name: names.get(sum.deploymentId) ?? sum.deploymentId }));
  }

  private filterOf(query: ModelMetricsQuery): DeploymentSumFilter {
    for (const name of ['api_key', 'customer'] as const) if (chosen(query[name]) !== undefined) throw notTold(name);
    const [start, end] = [dateOf(query.startTime), dateOf(query.endTime)];
    const range = readReportRange(
      { ...(start !== undefined && { start_date: start }), ...(end !== undefined && { end_date: end }) },
      this.clock.now(),
      { start: 'startTime', end: 'endTime' },
    );
    return { ...range, modelGroup: chosen(query._selected_model_group) };
  }

  private names(): ReadonlyMap<string, string> {
    return namesOf(deploymentsOf(this.snapshots.current()));
  }
}

function byDay(sums: readonly NamedSum[], valueOf: (sums: readonly NamedSum[]) => number | undefined): object {
  const data = [...Map.groupBy(sums, ({ day }) => day)].flatMap(([date, ofDay]) => {
    const values = [...Map.groupBy(ofDay, ({ name }) => name)].flatMap(([name, alike]) => {
      const value = valueOf(alike);
      return value === undefined ? [] : [[name, value] as const];
    });
    return values.length === 0 ? [] : [{ date, ...Object.fromEntries(values) }];
  });
  const names = new Set(data.flatMap(({ date: _, ...values }) => Object.keys(values)));
  return { data, all_api_bases: [...names].toSorted() };
}

function succeeded(sums: readonly NamedSum[]): readonly NamedSum[] {
  return sums.filter(({ succeeded: isGood }) => isGood);
}

function total(
  sums: readonly NamedSum[],
  member: 'requests' | 'outputTokens' | 'durationMs' | 'streamed' | 'firstTokenMs' | 'slow',
): number {
  return sums.reduce((all, sum) => all + sum[member], 0);
}

function ratio(whole: number, parts: number): number | undefined {
  return parts > 0 ? whole / parts : undefined;
}

/** LiteLLM's name of a deployment is the host that it is called at, else its model; where two share it, the id tells them apart. */
function namesOf(deployments: readonly Deployment[]): ReadonlyMap<string, string> {
  const plain = deployments.map((deployment) => [deployment.id, plainName(deployment)] as const);
  const shared = Map.groupBy(plain, ([, name]) => name);
  return new Map(plain.map(([id, name]) => [id, (shared.get(name)?.length ?? 0) > 1 ? `${name} (${id})` : name]));
}

function plainName({ target }: Deployment): string {
  const { apiBase, litellmModel } = target;
  return apiBase.startsWith('https://') && URL.canParse(apiBase)
    ? `${new URL(apiBase).origin} ${litellmModel}`
    : litellmModel;
}

function chosen(text: string | undefined): string | undefined {
  return text === undefined || ['', 'null', 'undefined'].includes(text) ? undefined : text;
}

/** The dashboard sends instants with fractions of seconds. */
function dateOf(text: string | undefined): string | undefined {
  return chosen(text)?.replace(/(\.\d+)?(Z|\+00:00)?$/, '');
}

function notTold(name: string): GatewayError {
  const message = `${name}: how deployments answer is summed over all callers. Leave it out; /spend/logs tells of single calls.`;
  return new GatewayError('bad_request', { message, param: name });
}
