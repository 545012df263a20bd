import type { Environment } from '../environment/variables.js';
import type { ConfigProblem } from '../problem.js';
import { suggest } from '../suggest.js';
import type { GeneralSettings } from './sections.js';
import type { AlertDestination } from './settings.js';

/** Of LiteLLM's alert types the one that is told of. */
const BUDGET_ALERTS = 'budget_alerts';
const KINDS = ['slack', 'webhook'] as const;

/**
 * Who is told of events of budgets: `alerting` names the kinds, `alert_types` may leave budgets out, and Slack has addresses of its own
 * for a type (`alert_to_webhook_url`) before that of the environment.
 */
export function alertDestinations(
  general: GeneralSettings,
  { webhookUrl, slackWebhookUrl }: Environment,
): readonly AlertDestination[] {
  if (!tellsOfBudgets(general)) return [];
  const addresses = {
    webhook: webhookUrl === undefined ? [] : [webhookUrl],
    slack: general.alert_to_webhook_url?.[BUDGET_ALERTS] ?? (slackWebhookUrl === undefined ? [] : [slackWebhookUrl]),
  };
  return servedKinds(general).flatMap((kind) =>
    [...new Set(addresses[kind])].map((address, index) => ({
      kind,
      name: index === 0 ? kind : `${kind}-${String(index + 1)}`,
      url: address,
    })),
  );
}

/** Kinds that are named and lead nowhere: nobody would be told. */
export function findAlertProblems(
  general: GeneralSettings,
  destinations: readonly AlertDestination[],
): readonly ConfigProblem[] {
  if (!tellsOfBudgets(general)) return [];
  const missing = servedKinds(general).filter((kind) => !destinations.some((destination) => destination.kind === kind));
  return missing.map((kind) => ({
    path: 'general_settings.alerting',
    message: `'${kind}' needs its address: ${kind === 'slack' ? 'SLACK_WEBHOOK_URL' : 'WEBHOOK_URL'} in the environment`,
  }));
}

/** Named kinds and types of alerts that nothing serves. */
export function listUnservedAlerts(general: GeneralSettings): readonly string[] {
  const kinds = (general.alerting ?? []).filter((kind) => !KINDS.some((served) => served === kind));
  const types = [...(general.alert_types ?? []), ...Object.keys(general.alert_to_webhook_url ?? {})];
  return [
    ...kinds.map((kind) => `alerting ${kind}${suggest(kind, KINDS)}`),
    ...[...new Set(types)].filter((type) => type !== BUDGET_ALERTS).map((type) => `alert type ${type}`),
  ];
}

function servedKinds({ alerting }: GeneralSettings): readonly AlertDestination['kind'][] {
  return KINDS.filter((kind) => alerting?.includes(kind) === true);
}

function tellsOfBudgets({ alert_types: types }: GeneralSettings): boolean {
  return types == null || types.includes(BUDGET_ALERTS);
}
