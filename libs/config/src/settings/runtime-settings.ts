import type { FallbackTable, GatewaySettings, RouterSettings, Timeouts } from '@tollgate/canonical';
import type { JsonValue } from '@tollgate/kernel';
import { z } from 'zod';
import { boolean, count, number, positiveCount, seconds, texts } from '../lenient-values.js';
import { fallbackTable, fallbackTargets } from './fallback-table.js';
import { type KeptSettings, type RuntimeSection, type RuntimeSetting, runtimeSetting } from './runtime-setting.js';
import { budgetStatus, errorSuffix } from './sections.js';
import type { Settings } from './settings.js';

/** A request that fails is asked for again that often at most: more is a mistake that hammers a provider. */
const RETRIES_MAX = 100;
/** A call that waits for money holds its client's connection. */
const waitMs = count.refine((ms) => ms <= 600_000, 'expected at most 600000 milliseconds');
/** Timers run for 24 days at most. */
const TIMEOUT_SECONDS_MAX = 2_000_000;

/**
 * Every setting that can be changed over the API: what the snapshot is compiled from, of which each process makes a new one within a second.
 * What leads somewhere, names secrets, opens a door or is read once at the start is not among them: it is the operator's file's alone.
 */
export const RUNTIME_SETTINGS: readonly RuntimeSetting[] = [
  ...retries('router_settings'),
  ...retries('litellm_settings'),
  runtimeSetting({
    section: 'router_settings',
    name: 'retry_after',
    type: 'Float',
    description: 'Seconds between two attempts at the same deployment, at least.',
    schema: number.pipe(
      z.number().nonnegative('expected 0 seconds or more').max(3600, 'expected at most 3600 seconds'),
    ),
    apply: (settings, value) => withRouter(settings, { retryAfterMs: toMs(value) }),
    read: ({ router }) => router.retryAfterMs / 1000,
  }),
  timeout('router_settings', 'timeout', 'totalMs', 'Seconds for one attempt.'),
  timeout('litellm_settings', 'request_timeout', 'totalMs', 'Seconds for one attempt.'),
  timeout('router_settings', 'stream_timeout', 'firstTokenMs', 'Seconds until the first content of a stream.'),
  timeout('general_settings', 'connect_timeout', 'connectMs', 'Seconds to connect to a provider.'),
  timeout('general_settings', 'idle_timeout', 'idleMs', 'Seconds that an answer may be silent.'),
  table('fallbacks', 'general', 'Which groups take over from one that fails: [{"group": ["a", "b"]}].'),
  table('context_window_fallbacks', 'contextWindow', 'Which groups take over requests that are too long.'),
  table('content_policy_fallbacks', 'contentPolicy', 'Which groups take over requests that a filter refuses.'),
  runtimeSetting({
    section: 'router_settings',
    name: 'default_fallbacks',
    type: 'List',
    description: 'Which groups take over from those that have no entry in fallbacks.',
    schema: fallbackTargets,
    apply: (settings, value) => withTable(settings, 'general', new Map([['*', value]])),
    read: ({ router }) => [...(router.fallbacks.general.get('*') ?? [])],
  }),
  runtimeSetting({
    section: 'router_settings',
    name: 'max_fallbacks',
    type: 'Integer',
    description: 'Groups that are asked in the place of the first one, at most.',
    schema: count,
    apply: (settings, max) => withRouter(settings, { fallbacks: { ...settings.router.fallbacks, max } }),
    read: ({ router }) => router.fallbacks.max,
  }),
  runtimeSetting({
    section: 'litellm_settings',
    name: 'drop_params',
    type: 'Boolean',
    description: 'Parameters that a provider does not know are left out, and not refused.',
    schema: boolean,
    apply: (settings, dropParams) => ({ ...settings, defaults: { ...settings.defaults, dropParams } }),
    read: ({ defaults }) => defaults.dropParams,
  }),
  runtimeSetting({
    section: 'litellm_settings',
    name: 'public_model_groups',
    type: 'List',
    description: 'Groups of models that are shown to anybody, at /public/model_hub.',
    schema: texts,
    apply: (settings, publicModelGroups) => ({ ...settings, publicModelGroups }),
    read: ({ publicModelGroups }) => [...(publicModelGroups ?? [])],
  }),
  gatewayNumber(
    'budget_output_floor',
    'budgetOutputFloor',
    positiveCount,
    'Output tokens that a budget has to pay for.',
  ),
  gatewayNumber('budget_wait_ms', 'budgetWaitMs', waitMs, 'Milliseconds to wait for money that others hold.'),
  gatewayNumber(
    'default_max_output_tokens',
    'defaultMaxOutputTokens',
    positiveCount,
    'Of models whose limit is not known.',
  ),
  ...(['general_settings', 'litellm_settings'] as const).flatMap((section) => [
    runtimeSetting({
      section,
      name: 'budget_exceeded_status_code',
      type: 'Integer',
      description: 'HTTP status of a budget that is spent.',
      schema: budgetStatus,
      apply: (settings, budgetExceededStatus) => withGateway(settings, { budgetExceededStatus }),
      read: ({ gateway }) => gateway.budgetExceededStatus,
    }),
    runtimeSetting({
      section,
      name: 'error_suffix',
      type: 'String',
      description: "What LiteLLM's router adds to the text of an error.",
      schema: errorSuffix,
      apply: (settings, suffix) => withGateway(settings, { errorSuffix: suffix }),
      read: ({ gateway }) => gateway.errorSuffix,
    }),
  ]),
];

export function findRuntimeSetting(section: string, name: string): RuntimeSetting | undefined {
  return RUNTIME_SETTINGS.find((setting) => setting.section === section && setting.name === name);
}

/** The operator's settings with what was set over the API, which wins; of two sections that name the same, as in the file, `router_settings`. */
export function withKeptSettings(settings: Settings, kept: KeptSettings): Settings {
  return SECTIONS.reduce(
    (all, section) =>
      RUNTIME_SETTINGS.filter((setting) => setting.section === section).reduce((next, { name, apply }) => {
        const value = kept[section]?.[name];
        return value === undefined ? next : apply(next, value);
      }, all),
    settings,
  );
}

/** The later wins. */
const SECTIONS: readonly RuntimeSection[] = ['litellm_settings', 'general_settings', 'router_settings'];

function retries(section: RuntimeSection): readonly RuntimeSetting[] {
  return [
    runtimeSetting({
      section,
      name: 'num_retries',
      type: 'Integer',
      description: 'Attempts after the first, within a group.',
      schema: count.refine((retries) => retries <= RETRIES_MAX, `expected at most ${String(RETRIES_MAX)}`),
      apply: (settings, numRetries) => withRouter(settings, { numRetries }),
      read: ({ router }) => router.numRetries,
    }),
  ];
}

function timeout(section: RuntimeSection, name: string, member: keyof Timeouts, description: string): RuntimeSetting {
  return runtimeSetting({
    section,
    name,
    type: 'Float',
    description,
    schema: seconds.refine(
      (value) => value <= TIMEOUT_SECONDS_MAX,
      `expected at most ${String(TIMEOUT_SECONDS_MAX)} seconds`,
    ),
    apply: (settings, value) =>
      withRouter(settings, { timeouts: { ...settings.router.timeouts, [member]: toMs(value) } }),
    read: ({ router }) => router.timeouts[member] / 1000,
  });
}

type TableName = 'general' | 'contextWindow' | 'contentPolicy';

function table(name: string, kind: TableName, description: string): RuntimeSetting {
  return runtimeSetting({
    section: 'router_settings',
    name,
    type: 'List',
    description,
    schema: fallbackTable,
    apply: (settings, value) => withTable(settings, kind, value),
    read: ({ router }) => toEntries(router.fallbacks[kind]),
  });
}

function gatewayNumber(
  name: string,
  member: 'budgetOutputFloor' | 'budgetWaitMs' | 'defaultMaxOutputTokens',
  schema: typeof count,
  description: string,
): RuntimeSetting {
  return runtimeSetting({
    section: 'general_settings',
    name,
    type: 'Integer',
    description,
    schema,
    apply: (settings, value) => withGateway(settings, { [member]: value }),
    read: ({ gateway }) => gateway[member],
  });
}

/** Group by group: an entry of the file stands until the API names its group. */
function withTable(settings: Settings, kind: TableName, kept: FallbackTable): Settings {
  const { fallbacks } = settings.router;
  return withRouter(settings, { fallbacks: { ...fallbacks, [kind]: new Map([...(fallbacks[kind] ?? []), ...kept]) } });
}

function toEntries(of: FallbackTable = new Map<string, readonly string[]>()): JsonValue {
  return [...of].map(([group, targets]) => ({ [group]: [...targets] }));
}

function withRouter(settings: Settings, more: Partial<RouterSettings>): Settings {
  return { ...settings, router: { ...settings.router, ...more } };
}

function withGateway(settings: Settings, more: Partial<GatewaySettings>): Settings {
  return { ...settings, gateway: { ...settings.gateway, ...more } };
}

function toMs(value: number): number {
  return Math.round(value * 1000);
}
