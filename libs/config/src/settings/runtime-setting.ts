import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { z } from 'zod';
import type { Settings } from './settings.js';

export type RuntimeSection = 'router_settings' | 'litellm_settings' | 'general_settings';

/** One member of a section that can be set while the gateway runs. */
export interface RuntimeSetting {
  readonly section: RuntimeSection;
  readonly name: string;
  /** As LiteLLM's lists of fields name it. */
  readonly type: 'Integer' | 'Float' | 'Boolean' | 'String' | 'List';
  readonly description: string;
  /** What a value lacks, in words; undefined: it can be set. */
  readonly problemOf: (value: JsonValue) => string | undefined;
  /** The settings with it; as they are where it cannot be set. */
  readonly apply: (settings: Settings, value: JsonValue) => Settings;
  /** What is in effect. */
  readonly read: (settings: Settings) => JsonValue;
}

type Row<S extends z.ZodType> = Omit<RuntimeSetting, 'problemOf' | 'apply'> & {
  readonly schema: S;
  readonly apply: (settings: Settings, value: z.output<S>) => Settings;
};

export function runtimeSetting<S extends z.ZodType>({ schema, apply, ...row }: Row<S>): RuntimeSetting {
  return {
    ...row,
    problemOf: (value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? undefined : parsed.error.issues.map(({ message }) => message).join('; ');
    },
    apply: (settings, value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? apply(settings, parsed.data) : settings;
    },
  };
}

/** What was set over the API, by section and member. */
export type KeptSettings = Readonly<Record<string, JsonObject>>;
