import type { Clock, JsonObject, Outcome } from '@tollgate/kernel';
import type { Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { jsonColumn } from '../database/json-column.js';

type Sections = Readonly<Record<string, JsonObject>>;

/** Settings that were changed over the API, by section. The operator's alone; there is no secret among them. */
export class ConfigSectionRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<Sections> {
    return toSections(await this.database.prisma.configSection.findMany());
  }

  /** Writes the sections that `next` gives, each with an audit row: all of them or, where it refuses, none. */
  async change<Refusal>(
    next: (before: Sections) => Outcome<Sections, Refusal>,
    author: Author,
  ): Promise<Outcome<Sections, Refusal>> {
    return this.controlPlane.change(author, async (change) => {
      const { tx } = change;
      const before = toSections(await tx.configSection.findMany());
      const after = next(before);
      if (!after.ok) return after;
      for (const [name, value] of Object.entries(after.value)) {
        const written = { value: jsonColumn(value), updatedAt: new Date(this.clock.now()), updatedBy: author.name };
        await tx.configSection.upsert({ where: { name }, create: { name, ...written }, update: written });
        change.touch('config', name);
        const old = before[name] ?? null;
        const action = old === null ? 'created' : 'updated';
        change.note({ action, resource: 'config', objectId: name, before: old, after: value });
      }
      return after;
    });
  }
}

function toSections(rows: readonly { readonly name: string; readonly value: unknown }[]): Sections {
  return Object.fromEntries(rows.map(({ name, value }) => [name, value as JsonObject]));
}
