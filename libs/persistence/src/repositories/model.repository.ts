import type { Reach } from '@tollgate/auth';
import type { KeptModel } from '@tollgate/config';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { ProxyModel } from '../generated/prisma/client.js';
import type { SealedBox } from '../sealing/sealed-box.js';
import { bookDeploymentTest, type DeploymentTest } from './book-deployment-test.js';
import { openModel, sealModel, toAuditedModel, toStoredModel } from './model-row.js';
import type { ChangeModel, ModelProblem, StoredModel } from './stored-model.js';
import { visibleModels } from './visible-models.js';
import { visibleTeams } from './visible-teams.js';

/** Models that came over the API. Every change takes the caller's reach: what it does not cover is not there. */
export class ModelRepository {
  constructor(
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly box: SealedBox,
  ) {}

  async create(model: KeptModel, reach: Reach, author: Author): Promise<Outcome<StoredModel, ModelProblem>> {
    return this.controlPlane.change(author, async (change): Promise<Outcome<StoredModel, ModelProblem>> => {
      const { tx } = change;
      const { id, name: modelName, teamId, blocked } = model;
      if ((await tx.proxyModel.findUnique({ where: { id }, select: { id: true } })) !== null) return fail('id_taken');
      const team = { AND: [{ id: teamId ?? '' }, visibleTeams(reach)] };
      if (teamId !== null && (await tx.team.findFirst({ where: team, select: { id: true } })) === null)
        return fail('unknown_team');
      const now = new Date(this.clock.now());
      const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
      const params = await sealModel(model, this.box);
      const row = await tx.proxyModel.create({ data: { id, modelName, teamId, blocked, params, ...authorship } });
      note(change, 'created', row, null, model);
      return succeed(toStoredModel(row, model));
    });
  }

  /** undefined: no model with that id within the reach. A model that cannot be opened any more is changed from nothing. */
  async update<Refusal>(
    id: string,
    next: ChangeModel<Refusal>,
    reach: Reach,
    author: Author,
    action: 'updated' | 'blocked' | 'unblocked' = 'updated',
  ): Promise<Outcome<StoredModel, Refusal> | undefined> {
    return this.controlPlane.change(author, async (change): Promise<Outcome<StoredModel, Refusal> | undefined> => {
      const row = await change.tx.proxyModel.findFirst({ where: { AND: [{ id }, visibleModels(reach)] } });
      if (row === null) return undefined;
      const before = await this.open(row);
      const after = next(before);
      if (!after.ok) return after;
      const { name: modelName, blocked } = after.value;
      const authorship = { updatedAt: new Date(this.clock.now()), updatedBy: author.name };
      const data = { modelName, blocked, params: await sealModel(after.value, this.box), ...authorship };
      const written = await change.tx.proxyModel.update({ where: { id }, data });
      note(change, action, row, before, after.value);
      return succeed(toStoredModel(written, after.value));
    });
  }

  /** False: no model with that id within the reach. */
  async delete(id: string, reach: Reach, author: Author): Promise<boolean> {
    return this.controlPlane.change(author, async (change) => {
      const row = await change.tx.proxyModel.findFirst({ where: { AND: [{ id }, visibleModels(reach)] } });
      if (row === null) return false;
      await change.tx.proxyModel.delete({ where: { id } });
      note(change, 'deleted', row, await this.open(row), null);
      return true;
    });
  }

  /** Books what the test of a model cost to the key that asked for it: an entry of the ledger, and of the audit. */
  async bookTest(test: DeploymentTest, author: Author): Promise<void> {
    await this.controlPlane.change(author, (change) => bookDeploymentTest(change, test, author));
  }

  private async open(row: ProxyModel): Promise<KeptModel> {
    const { id, modelName: name, teamId, blocked } = row;
    return (await openModel(row, this.box)) ?? { id, name, teamId, blocked, params: {}, info: {} };
  }
}

function note(
  change: AdminChange,
  action: AuditNote['action'],
  { id, teamId }: ProxyModel,
  before: KeptModel | null,
  after: KeptModel | null,
): void {
  change.touch('model', id);
  change.note({
    action,
    resource: 'model',
    objectId: id,
    teamId,
    before: before === null ? null : toAuditedModel(before),
    after: after === null ? null : toAuditedModel(after),
  });
}
