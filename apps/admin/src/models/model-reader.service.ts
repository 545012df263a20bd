import { BadRequestException, Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';
import { type KeptFault, SnapshotHolder, SnapshotLoader } from '@tollgate/catalog';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import type { ListModelsQuery } from './dto/list-models.query.js';
import type { ModelGroupInfoQuery } from './dto/model-group-info.query.js';
import type { ModelInfoQuery } from './dto/model-info.query.js';
import { toUnservedRow } from './kept-model.mapper.js';
import { toGroupRow } from './model-group.mapper.js';
import { type DescribedModel, toModelRow } from './model.mapper.js';
import { SupportedParameters } from './supported-parameters.port.js';
import {
  findGroup,
  isKept,
  type VisibleGroup,
  visibleDeployments,
  visibleGroup,
  visibleGroups,
} from './visible-models.js';

/** The models of the configuration and of the store, as LiteLLM's routes for them show them. A caller sees those that it may use. */
@Injectable()
export class ModelReader {
  constructor(
    private readonly snapshots: SnapshotHolder,
    private readonly loader: SnapshotLoader,
    private readonly supported: SupportedParameters,
  ) {}

  /** Every model, or that of an id; those that are not served stand last. Throws LiteLLM's 400 for an id that is not there, or not there for this caller. */
  info({ litellm_model_id: id, ...asked }: ModelInfoQuery, caller: Principal, reach: Reach): HeadedAnswer {
    const snapshot = this.snapshots.current();
    const isAsked = (model: { readonly id: string }): boolean => id === undefined || model.id === id;
    const served = visibleDeployments(snapshot, caller, reach).filter(isAsked);
    const unserved = this.unserved(reach).filter(({ model }) => isAsked(model));
    if (id !== undefined && served.length + unserved.length === 0) throw modelNotFound(id);
    return pageOf([...served, ...unserved], asked, (model) =>
      'problems' in model
        ? toUnservedRow(model)
        : toModelRow(this.describe(snapshot, model), caller, isKeptBy(model, reach)),
    );
  }

  /** A page of models; those that are not served stand last. */
  list(query: ListModelsQuery, caller: Principal, reach: Reach): object {
    const snapshot = this.snapshots.current();
    const { page, size } = query;
    const described = visibleDeployments(snapshot, caller, reach)
      .filter((deployment) => isAskedFor(deployment, query))
      .map((deployment) => this.describe(snapshot, deployment));
    const unserved = this.unserved(reach).filter(({ model }) => isAskedFor({ id: model.id, group: model.name }, query));
    const total = described.length + unserved.length;
    const rows = [...sorted(described, query), ...unserved].slice((page - 1) * size, page * size);
    return {
      data: rows.map((row) =>
        'problems' in row ? toUnservedRow(row) : toModelRow(row, caller, isKeptBy(row.deployment, reach)),
      ),
      total_count: total,
      current_page: page,
      total_pages: Math.ceil(total / size),
      size,
    };
  }

  /** Every group, or the one of a name; none when there is no such group for this caller. */
  groups({ model_group: name, ...asked }: ModelGroupInfoQuery, caller: Principal): HeadedAnswer {
    const snapshot = this.snapshots.current();
    const one = name === undefined ? undefined : visibleGroup(snapshot, caller, name);
    const groups = name === undefined ? visibleGroups(snapshot, caller) : one === undefined ? [] : [one];
    return pageOf(groups, asked, (group) => this.toRow(snapshot, group));
  }

  /** Groups that the operator shows to anybody, as far as they are there. */
  publicGroups(): readonly object[] {
    const snapshot = this.snapshots.current();
    return this.publicNames.flatMap((name) => {
      const group = findGroup(snapshot, name);
      return group === undefined ? [] : [this.toRow(snapshot, group)];
    });
  }

  /** Whether it names models that are no team's own. */
  isForAll(name: string): boolean {
    return findGroup(this.snapshots.current(), name) !== undefined;
  }

  private toRow(snapshot: Snapshot, { name, models }: VisibleGroup): object {
    const described = models.map(({ deployment, model }) => this.describe(snapshot, deployment, model));
    return toGroupRow(name, described, this.publicNames.includes(name));
  }

  private get publicNames(): readonly string[] {
    return this.loader.settings.publicModelGroups ?? [];
  }

  private unserved(reach: Reach): readonly KeptFault[] {
    return this.loader.unserved.filter(({ model }) => isKept(model.teamId, reach));
  }

  private describe(snapshot: Snapshot, deployment: Deployment, model = deployment.target.model): DescribedModel {
    const supportedParameters = deployment.served ? this.supported.of(deployment.provider) : [];
    return { deployment, ...snapshot.priceOf(deployment, model), supportedParameters };
  }
}

function pageOf<Item>(
  items: readonly Item[],
  { page, size }: Pick<ModelInfoQuery, 'page' | 'size'>,
  toRow: (item: Item) => object,
): HeadedAnswer {
  const data = items.slice((page - 1) * size, page * size).map(toRow);
  return { body: { data }, headers: pageHeaders(items.length, page, size) };
}

function isKeptBy({ teamId }: Deployment, reach: Reach): boolean {
  return isKept(teamId ?? null, reach);
}

function isAskedFor(
  { id, group }: Pick<Deployment, 'id' | 'group'>,
  { search, model, modelId }: ListModelsQuery,
): boolean {
  return (
    (modelId === undefined || id === modelId) &&
    (model === undefined || group === model) &&
    (search === undefined || group.toLowerCase().includes(search.toLowerCase()))
  );
}

/** Those without a price stand last, whatever the direction. */
function sorted(
  models: readonly DescribedModel[],
  { sort_by, sort_order }: ListModelsQuery,
): readonly DescribedModel[] {
  const sign = sort_order === 'desc' ? -1 : 1;
  if (sort_by === 'model_name')
    return models.toSorted((a, b) => sign * compare(a.deployment.group, b.deployment.group));
  if (sort_by !== 'costs') return models;
  const priced = models.filter((model) => costOf(model) !== undefined);
  const others = models.filter((model) => costOf(model) === undefined);
  return [...priced.toSorted((a, b) => sign * compare(costOf(a) ?? 0n, costOf(b) ?? 0n)), ...others];
}

/** Of a token in and a token out. */
function costOf({ price }: DescribedModel): bigint | undefined {
  const { input, output } = price?.base ?? {};
  return input === undefined && output === undefined ? undefined : (input ?? 0n) + (output ?? 0n);
}

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Recording `models-kept-in-the-database`, step 8. */
function modelNotFound(id: string): BadRequestException {
  return new BadRequestException({ detail: { error: `Model id = ${id} not found on litellm proxy` } });
}
