import { Injectable } from '@nestjs/common';
import { SnapshotHolder } from '@tollgate/catalog';
import { findRuntimeSetting, type KeptSettings, RUNTIME_SETTINGS, type RuntimeSetting } from '@tollgate/config';
import { isJsonObject, type JsonValue, succeed } from '@tollgate/kernel';
import type { Author } from '@tollgate/persistence';
import { badSetting, operatorsAlone, unknownModel } from './configuration-refusals.js';
import type { ConfigSection, UpdateConfigDto } from './dto/config.dto.js';
import { findUnknownModels } from './find-unknown-models.js';
import { KeptConfig } from './kept-config.service.js';

const SECTIONS: readonly ConfigSection[] = ['general_settings', 'litellm_settings', 'router_settings'];

/** Settings over the API: those that can change while the gateway runs, and no others. A value that cannot be set changes nothing. */
@Injectable()
export class ConfigFields {
  constructor(
    private readonly config: KeptConfig,
    private readonly snapshots: SnapshotHolder,
  ) {}

  async update(dto: UpdateConfigDto, author: Author): Promise<object> {
    const [variable] = Object.keys(dto.environment_variables ?? {});
    if (variable !== undefined) throw operatorsAlone('environment_variables', variable);
    const sent = SECTIONS.flatMap((section) => {
      const members = dto[section];
      return members == null ? [] : [[section, members] as const];
    });
    await this.write(Object.fromEntries(sent), author);
    return { message: 'Config updated successfully' };
  }

  async set(section: ConfigSection, name: string, value: JsonValue, author: Author): Promise<object> {
    const written = await this.write({ [section]: { [name]: value } }, author);
    return { param_name: section, param_value: written[section] ?? {} };
  }

  async list(section: ConfigSection): Promise<readonly object[]> {
    const kept = (await this.config.read())[section] ?? {};
    return RUNTIME_SETTINGS.filter((setting) => setting.section === section).map((setting) => ({
      field_name: setting.name,
      field_type: setting.type,
      field_description: setting.description,
      field_value: setting.read(this.config.settings),
      stored_in_db: Object.hasOwn(kept, setting.name),
      field_default_value: null,
      premium_field: false,
      nested_fields: null,
    }));
  }

  async find(section: ConfigSection, name: string): Promise<object> {
    const setting = findRuntimeSetting(section, name);
    if (setting === undefined) throw operatorsAlone(section, name);
    const kept = (await this.config.read())[section] ?? {};
    return {
      field_name: name,
      field_value: setting.read(this.config.settings),
      stored_in_db: Object.hasOwn(kept, name),
    };
  }

  private write(sent: KeptSettings, author: Author): Promise<KeptSettings> {
    for (const [section, members] of Object.entries(sent))
      for (const name in members) this.judge(section, name, members[name] ?? null);
    return this.config.change((before) => succeed(merged(before, sent)), author);
  }

  private judge(section: string, name: string, value: JsonValue): void {
    const setting = findRuntimeSetting(section, name);
    if (setting === undefined) throw operatorsAlone(section, name);
    if (value === null) return;
    const problem = setting.problemOf(value);
    if (problem !== undefined) throw badSetting(section, name, problem);
    const unknown = findUnknownModels(this.snapshots.current(), modelsIn(setting, value));
    if (unknown.length > 0) throw unknownModel(`${section}.${name}`, unknown);
  }
}

/** Sections with what was sent; null takes a member out. Only those that were sent are written. */
function merged(before: KeptSettings, sent: KeptSettings): KeptSettings {
  return Object.fromEntries(
    Object.entries(sent).map(([section, members]) => {
      const all = Object.entries({ ...before[section], ...members }).filter(([, value]) => value != null);
      return [section, Object.fromEntries(all)];
    }),
  );
}

/** Of a setting that names models. */
function modelsIn({ name, type }: RuntimeSetting, value: JsonValue): readonly string[] {
  if (type !== 'List' || !Array.isArray(value)) return [];
  const entries = value as readonly JsonValue[];
  const named =
    name === 'default_fallbacks' || name === 'public_model_groups'
      ? [entries]
      : entries.flatMap((entry) => (isJsonObject(entry) ? Object.entries(entry).flat() : []));
  return named.flat().flatMap((target) => {
    if (typeof target === 'string') return [target];
    return isJsonObject(target) && typeof target['model'] === 'string' ? [target['model']] : [];
  });
}
