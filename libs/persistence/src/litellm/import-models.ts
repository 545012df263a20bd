import type { KeptModel } from '@tollgate/config';
import type { JsonObject, Outcome } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { ModelRepository } from '../repositories/model.repository.js';
import { readKeptModel } from './kept-models.js';
import { type Opened, OpenedImport, type Opening, sortedMembers, type Untouched } from './opened-import.js';

const EVERYWHERE = { kind: 'all' } as const;

/** Models of LiteLLM's database. */
export class ModelImport extends OpenedImport<KeptModel> {
  readonly plural = 'models';
  readonly from = 'LiteLLM_ProxyModelTable';
  readonly order = 'model_id';
  readonly name = 'model';
  readonly table = 'proxy_model';
  readonly identity = ['id'];
  readonly shown = 't.model_name';
  protected readonly nameColumn = 'model_name';

  constructor(
    database: Database,
    private readonly models: ModelRepository,
  ) {
    super(database);
  }

  protected read(row: JsonObject, opening: Opening): Outcome<Opened<KeptModel>, string> {
    return readKeptModel(row, opening);
  }

  protected nameOf({ name }: KeptModel): string {
    return name;
  }

  protected idOf({ id }: KeptModel): string {
    return id;
  }

  protected async isHere(id: string): Promise<boolean> {
    return (await this.database.prisma.proxyModel.findUnique({ where: { id }, select: { id: true } })) !== null;
  }

  protected async write(model: KeptModel, author: Author): Promise<boolean> {
    return (await this.models.create(model, EVERYWHERE, author)).ok;
  }

  protected change(
    { id }: KeptModel,
    next: (before: KeptModel) => Outcome<KeptModel, Untouched>,
    author: Author,
  ): Promise<Outcome<unknown, Untouched> | undefined> {
    return this.models.update(id, next, EVERYWHERE, author);
  }

  protected contentOf({ name, teamId, blocked, params, info }: KeptModel): readonly unknown[] {
    return [name, teamId, blocked, sortedMembers(params), sortedMembers(info)];
  }
}
