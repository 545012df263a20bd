import { Injectable } from '@nestjs/common';
import type { SinkSubscription } from '@tollgate/canonical';
import { RUNTIME_SETTINGS, type Settings } from '@tollgate/config';
import type { JsonObject } from '@tollgate/kernel';
import { callbackOfFile, noSuchCallback } from './configuration-refusals.js';
import { KeptConfig } from './kept-config.service.js';

/** Whom calls and budgets are told to, as the operator's file says. No answer holds a secret. */
@Injectable()
export class Callbacks {
  constructor(private readonly config: KeptConfig) {}

  list(): object {
    const named = (holds: (sink: SinkSubscription) => boolean) => this.sinks.filter(holds).map(({ sink }) => sink);
    return {
      success: named(({ success, failure }) => success && !failure),
      failure: named(({ success, failure }) => failure && !success),
      success_and_failure: named(({ success, failure }) => success && failure),
    };
  }

  active(): object {
    const { router } = this.config.settings;
    const of = (end: 'success' | 'failure') => this.sinks.filter((sink) => sink[end]).map(({ sink }) => sink);
    const all = this.sinks.map(({ sink }) => sink);
    return {
      alerting: this.alerting.join(', '),
      'litellm.callbacks': this.sinks.filter(({ success, failure }) => success && failure).map(({ sink }) => sink),
      'litellm.input_callback': [],
      'litellm.failure_callback': of('failure'),
      'litellm.success_callback': of('success'),
      'litellm._async_success_callback': of('success'),
      'litellm._async_failure_callback': of('failure'),
      'litellm._async_input_callback': [],
      all_litellm_callbacks: all,
      num_callbacks: all.length,
      num_alerting: this.alerting.length,
      'litellm.request_timeout': router.timeouts.totalMs / 1000,
    };
  }

  /** For a settings page: what is in use, beside the router's settings. */
  inUse(): object {
    const { settings } = this.config;
    const router = RUNTIME_SETTINGS.filter(({ section }) => section === 'router_settings');
    return {
      status: 'success',
      callbacks: this.sinks.map(({ sink, success, failure }) => ({
        name: sink,
        variables: shownVariables(sink, settings),
        type: success && failure ? 'success_and_failure' : success ? 'success' : 'failure',
      })),
      alerts: this.alerting.map((name) => ({ name, variables: {} })),
      router_settings: Object.fromEntries(router.map(({ name, read }) => [name, read(settings)])),
      available_callbacks: Object.fromEntries(
        CONFIGS.map(({ id, displayName }) => [id, { litellm_callback_name: id, ui_callback_name: displayName }]),
      ),
    };
  }

  /** What there is to choose from. */
  configs(): readonly object[] {
    return CONFIGS;
  }

  /** Always throws: none of them came over the API. */
  delete(name: string): never {
    throw this.sinks.some(({ sink }) => sink === name) ? callbackOfFile(name) : noSuchCallback(name);
  }

  private get sinks(): readonly SinkSubscription[] {
    return this.config.settings.sinks;
  }

  /** Kinds of those who are told of budgets; their addresses are secrets. */
  private get alerting(): readonly string[] {
    return [...new Set(this.config.settings.alerts.map(({ kind }) => kind))];
  }
}

const CONFIGS = [
  {
    id: 'langfuse',
    displayName: 'Langfuse',
    description: 'Langfuse over OpenTelemetry',
    supports_key_team_logging: false,
    dynamic_params: {},
  },
] as const;

function shownVariables(sink: string, { langfuse }: Settings): JsonObject {
  return sink === 'langfuse' ? { LANGFUSE_HOST: langfuse.host } : {};
}
