import { createHash } from 'node:crypto';
import type { KeptModel } from '@tollgate/config';
import { fail, type Instant, type JsonObject, succeed } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { ModelRepository } from '../repositories/model.repository.js';
import type { ImportReport } from './import-report.js';
import { readKeptModel, type ReadModel } from './kept-models.js';
import type { KnownObjects } from './known-objects.js';

/** In the report, and of LiteLLM's tables. */
export const MODELS = { plural: 'models', from: 'LiteLLM_ProxyModelTable' } as const;

const KIND = 'model';
const EVERYWHERE = { kind: 'all' } as const;

interface Writing {
  readonly saltKey: string;
  readonly known: KnownObjects;
  readonly report: ImportReport;
  readonly author: Author;
  readonly now: Instant;
  readonly dryRun: boolean;
}

/**
 * Models of LiteLLM's database, opened with its salt key and sealed with ours. What is compared is a digest of all of a model: what was changed
 * here stays whole.
 */
export class ModelImport {
  constructor(
    private readonly database: Database,
    private readonly models: ModelRepository,
  ) {}

  async take(row: JsonObject, writing: Writing): Promise<void> {
    const { report } = writing;
    const read = readKeptModel(row, writing.saltKey, writing.known);
    const name = typeof row['model_name'] === 'string' ? row['model_name'] : 'without a name';
    if (!read.ok) return report.leave(MODELS.plural, name, read.error);
    const { id } = read.value.model;
    const [here, base] = await Promise.all([
      this.database.prisma.proxyModel.findUnique({ where: { id }, select: { id: true } }),
      this.database.prisma.importedObject.findUnique({ where: { kind_id: { kind: KIND, id } } }),
    ]);
    if (here === null && base !== null) return report.leave(MODELS.plural, name, 'it was deleted here');
    if (here === null) return this.create(read.value, writing);
    if (base === null) return report.leave(MODELS.plural, name, 'another of this id was made here');
    return this.update(read.value, (base.columns as JsonObject)['digest'], writing);
  }

  private async create({ model, notes }: ReadModel, writing: Writing): Promise<void> {
    const { report, author, dryRun } = writing;
    const made = dryRun ? undefined : await this.models.create(model, EVERYWHERE, author);
    if (made?.ok === false) return report.leave(MODELS.plural, model.name, 'it could not be written');
    if (!dryRun) await this.remember(model, writing.now);
    report.count(MODELS.plural, 'taken');
    for (const what of notes) report.note(MODELS.plural, model.name, what);
  }

  private async update({ model }: ReadModel, base: unknown, writing: Writing): Promise<void> {
    const { report, author, dryRun, now } = writing;
    const next = (before: KeptModel) => {
      const [here, there] = [digestOf(before), digestOf(model)];
      if (here !== base && here !== there) return fail('kept' as const);
      return here === there || dryRun
        ? fail(here === there ? ('same' as const) : ('updated' as const))
        : succeed(model);
    };
    const written = await this.models.update(model.id, next, EVERYWHERE, author);
    const fate = written?.ok === false ? written.error : 'updated';
    if (!dryRun) await this.remember(model, now);
    if (fate === 'kept') report.note(MODELS.plural, model.name, 'changed here since, and kept');
    report.count(MODELS.plural, fate === 'updated' ? 'updated' : 'same');
  }

  private async remember(model: KeptModel, now: Instant): Promise<void> {
    const taken = { columns: { digest: digestOf(model) }, importedAt: new Date(now) };
    const key = { kind: KIND, id: model.id };
    await this.database.prisma.importedObject.upsert({
      where: { kind_id: key },
      create: { ...key, ...taken },
      update: taken,
    });
  }
}

function digestOf({ name, teamId, blocked, params, info }: KeptModel): string {
  const text = JSON.stringify([name, teamId, blocked, sorted(params), sorted(info)]);
  return createHash('sha256').update(text).digest('hex');
}

/** A box keeps the order in which members were written, LiteLLM's database one of its own. */
function sorted(object: JsonObject): readonly unknown[] {
  return Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1));
}
