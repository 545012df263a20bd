import { Injectable } from '@nestjs/common';
import type { FallbackTable, GatewayError } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { findRuntimeSetting, type KeptSettings, type Settings } from '@tollgate/config';
import { fail, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import type { Author } from '@tollgate/persistence';
import { badFallback, noFallback, unknownModel } from './configuration-refusals.js';
import type { FallbackType, SetFallbackDto } from './dto/fallback.dto.js';
import { findUnknownModels } from './find-unknown-models.js';
import { KeptConfig } from './kept-config.service.js';

const MEMBERS = {
  general: { setting: 'fallbacks', table: 'general' },
  context_window: { setting: 'context_window_fallbacks', table: 'contextWindow' },
  content_policy: { setting: 'content_policy_fallbacks', table: 'contentPolicy' },
} as const;

/** Which models take over from a model, one model at a time. An entry here goes before the operator's file's of the same model. */
@Injectable()
export class Fallbacks {
  constructor(
    private readonly config: KeptConfig,
    private readonly snapshots: SnapshotHolder,
  ) {}

  async set({ model, fallback_models: models, fallback_type }: SetFallbackDto, author: Author): Promise<object> {
    const type = fallback_type ?? 'general';
    const isNew = this.entryOf(model, type) === undefined;
    await this.write(type, model, models, author, () => this.problemOf(model, models));
    const message = `Fallback configuration ${isNew ? 'created' : 'updated'} successfully`;
    return { model, fallback_models: models, fallback_type: type, message };
  }

  find(model: string, type: FallbackType): object {
    const models = this.entryOf(model, type);
    if (models === undefined) throw noFallback(model, type);
    return { model, fallback_models: models, fallback_type: type };
  }

  /** An entry of the operator's file is not taken out of it: an empty one stands before it. */
  async delete(model: string, type: FallbackType, author: Author): Promise<object> {
    if (this.entryOf(model, type) === undefined) throw noFallback(model, type);
    await this.write(type, model, [], author);
    return { model, fallback_type: type, message: 'Fallback configuration deleted successfully' };
  }

  private problemOf(model: string, models: readonly string[]): GatewayError | undefined {
    if (models.length === 0) return badFallback('fallback_models: at least one model is needed.');
    if (models.includes(model)) return badFallback(`Model '${model}' cannot be its own fallback.`);
    if (new Set(models).size < models.length) return badFallback('fallback_models names a model twice.');
    const snapshot = this.snapshots.current();
    if (findUnknownModels(snapshot, [model]).length > 0) return unknownModel('model', [model]);
    const unknown = models.includes('*') ? ['*'] : findUnknownModels(snapshot, models);
    return unknown.length > 0 ? unknownModel('fallback_models', unknown) : undefined;
  }

  private entryOf(model: string, type: FallbackType): readonly string[] | undefined {
    const models = tableOf(this.config.settings, type)?.get(model);
    return models?.length === 0 ? undefined : models;
  }

  private async write(
    type: FallbackType,
    model: string,
    models: readonly string[],
    author: Author,
    problemOf: () => GatewayError | undefined = () => undefined,
  ): Promise<void> {
    const { setting } = MEMBERS[type];
    await this.config.change((before): Outcome<KeptSettings, GatewayError> => {
      const problem = problemOf();
      if (problem !== undefined) return fail(problem);
      const section = before['router_settings'] ?? {};
      const others = entriesIn(section, setting).filter((entry) => !Object.hasOwn(entry, model));
      return succeed({ router_settings: { ...section, [setting]: [...others, { [model]: [...models] }] } });
    }, author);
  }
}

function tableOf(settings: Settings, type: FallbackType): FallbackTable | undefined {
  return settings.router.fallbacks[MEMBERS[type].table];
}

/** One group for each entry, as they are written here; several in one are taken apart. */
function entriesIn(section: JsonObject, setting: (typeof MEMBERS)[FallbackType]['setting']): readonly JsonObject[] {
  const value = section[setting];
  if (value === undefined || findRuntimeSetting('router_settings', setting)?.problemOf(value) !== undefined) return [];
  return (value as readonly JsonObject[]).flatMap((entry) =>
    Object.entries(entry).map(([group, targets]) => ({ [group]: targets ?? [] })),
  );
}
