import { Injectable } from '@nestjs/common';
import { type Reach } from '@tollgate/auth';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { SnapshotLoader } from '@tollgate/catalog';
import type { KeptModel } from '@tollgate/config';
import { fail, IdSource, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { type Author, ModelRepository } from '@tollgate/persistence';
import { isUUID } from 'class-validator';
import { isUncompared } from '../access/is-uncompared.js';
import { ModelsChanged } from './models-changed.js';
import { refuseModel } from '../access/refusals.js';
import { unwrap } from '../validation/unwrap.js';
import type { NewModelDto } from './dto/new-model.dto.js';
import type { UpdateModelDto } from './dto/update-model.dto.js';
import { toChangedModel } from './kept-model.mapper.js';
import { keptSecrets, redirectRefused } from './kept-secrets.js';
import { ModelKeeping } from './model-keeping.js';
import {
  badMember,
  badModel,
  groupsRefused,
  modelNotKept,
  modelsNotKept,
  noSuchModel,
  noSuchTeam,
  refuseModelProblem,
} from './model-refusals.js';
import { changeModel, readNewModel } from './read-model.js';

/**
 * What changes models that came over the API. Each method is one transaction with its epoch and its audit row, and answers when this process
 * serves what was changed; every other one does within its next poll. A model that could not be served is not kept.
 */
@Injectable()
export class ModelWriter {
  constructor(
    private readonly models: ModelRepository,
    private readonly loader: SnapshotLoader,
    private readonly changed: ModelsChanged,
    private readonly ids: IdSource,
    private readonly keeping: ModelKeeping,
  ) {}

  async create(dto: NewModelDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    if (!this.keeping.allowed) throw modelsNotKept();
    const model = unwrap(readNewModel(dto, () => this.ids.newId()));
    const refusal =
      refusePlace(model, caller, reach) ??
      refuseId(model, reach) ??
      refuseGroups(undefined, model, reach) ??
      this.refuse(model);
    if (refusal !== undefined) throw refusal;
    const made = await this.models.create(model, reach, author);
    if (!made.ok) throw refuseModelProblem(made.error);
    await this.changed.heard();
    return toChangedModel(made.value);
  }

  /** What the model is to be is judged before it is kept. */
  async update(
    id: string,
    dto: UpdateModelDto,
    caller: { readonly principal: Principal; readonly reach: Reach },
    author: Author,
  ): Promise<object> {
    const { reach } = caller;
    const next = (before: KeptModel): Outcome<KeptModel, GatewayError> => {
      const after = this.judged(changeModel(before, dto), before, reach);
      const refusal =
        after.ok && !isUncompared(caller)
          ? this.refuseRedirect(before, after.value, dto.litellm_params ?? {})
          : undefined;
      return refusal === undefined ? after : fail(refusal);
    };
    return this.change(id, next, reach, author, 'updated');
  }

  /** A model that is wrong may be blocked all the same; what is served again is judged. */
  async setBlocked(id: string, blocked: boolean, reach: Reach, author: Author): Promise<object> {
    const next = (before: KeptModel): Outcome<KeptModel, GatewayError> => {
      const after = { ...before, blocked };
      return blocked ? succeed(after) : this.judged(succeed(after), before, reach);
    };
    return this.change(id, next, reach, author, blocked ? 'blocked' : 'unblocked');
  }

  async delete(id: string, reach: Reach, author: Author): Promise<object> {
    if (!(await this.models.delete(id, reach, author))) throw modelNotKept(id);
    await this.changed.heard();
    return { message: `Model: ${id} deleted successfully` };
  }

  private async change(
    id: string,
    next: (before: KeptModel) => Outcome<KeptModel, GatewayError>,
    reach: Reach,
    author: Author,
    action: 'updated' | 'blocked' | 'unblocked',
  ): Promise<object> {
    const written = await this.models.update(id, next, reach, author, action);
    if (written === undefined) throw noSuchModel(id);
    const model = unwrap(written);
    await this.changed.heard();
    return toChangedModel(model);
  }

  private judged(
    model: Outcome<KeptModel, GatewayError>,
    before: KeptModel,
    reach: Reach,
  ): Outcome<KeptModel, GatewayError> {
    const refusal = model.ok ? (refuseGroups(before, model.value, reach) ?? this.refuse(model.value)) : undefined;
    return refusal === undefined ? model : fail(refusal);
  }

  private refuseRedirect(before: KeptModel, after: KeptModel, said: JsonObject): GatewayError | undefined {
    const secrets = [...keptSecrets(before.params, said), ...usedCredential(after)];
    if (secrets.length === 0) return undefined;
    const [old, now] = [this.addressOf(before), this.addressOf(after)];
    if (old !== undefined && old === now) return undefined;
    const param = ADDRESSES.find((name) => Object.hasOwn(said, name)) ?? 'model';
    return redirectRefused(`litellm_params.${param}`, secrets);
  }

  /** The root that calls go to, and the host that they name there; undefined: it cannot be served. */
  private addressOf(model: KeptModel): string | undefined {
    const tried = this.loader.tryOut({ ...model, blocked: false });
    if (!tried.ok) return undefined;
    const { apiBase, extraHeaders } = tried.value.deployment.target;
    const hosts = Object.entries(extraHeaders).filter(([name]) => name.toLowerCase() === 'host');
    return [apiBase, ...hosts.map(([, host]) => host)].join(' ');
  }

  private refuse(model: KeptModel): GatewayError | undefined {
    const problems = this.loader.judge({ ...model, blocked: false });
    return problems.length === 0 ? undefined : badModel(model, problems);
  }
}

const ADDRESSES = ['api_base', 'base_url', 'extra_headers'] as const;

/** A credential by its name is what nobody says anew. */
function usedCredential({ params }: KeptModel): readonly string[] {
  return params['litellm_credential_name'] == null ? [] : ['litellm_credential_name'];
}

/** The operator's models are for who reaches everything; a team's own are for its admins. */
export function refusePlace({ teamId }: KeptModel, caller: Principal, reach: Reach): GatewayError | undefined {
  if (reach.kind === 'all') return undefined;
  if (teamId === null) return refuseModel(caller);
  return reach.teamIds.includes(teamId) ? undefined : noSuchTeam();
}

/** Ids are one name space of all tenants, and of the operator's file: whoever has only some of it says none that another would say. */
function refuseId({ id }: KeptModel, reach: Reach): GatewayError | undefined {
  if (reach.kind === 'all' || isUUID(id)) return undefined;
  return badMember(
    'model_info.id',
    'must be a UUID: only a proxy admin chooses another. Leave it out, and one is made.',
  );
}

/** Whoever is given an access group is given what is in it: only who keeps all models says what that is. */
function refuseGroups(before: KeptModel | undefined, { info }: KeptModel, reach: Reach): GatewayError | undefined {
  const [old = [], next = []] = [before?.info['access_groups'], info['access_groups']];
  if (reach.kind === 'all' || JSON.stringify(old) === JSON.stringify(next)) return undefined;
  return groupsRefused();
}
