import type { BudgetEvent } from './budget-event.js';
import { type EventSink, jsonRequest } from './event-sink.js';
import { toWebhookEvent, type WebhookEvent } from './webhook-event.js';

/** Of an alias or a name, which can be of any length. */
const VALUE_CHARACTERS_MAX = 200;

/** `alerting: ["slack"]`: an incoming webhook of Slack, or of what takes its form (Discord's `/slack`, Teams). */
export function slackSink(name: string, url: string): EventSink {
  return {
    name,
    settings: ['SLACK_WEBHOOK_URL', 'general_settings.alert_to_webhook_url'],
    buildRequest: (event, message) => jsonRequest(url, event, { text: toText(event, message) }),
  };
}

/** LiteLLM's text (`SlackAlerting.send_alert`, `_get_user_info_str`): the message, and every member that says something but the hash. */
function toText(event: BudgetEvent, given: string | undefined): string {
  const { token: _hash, event: _event, event_message: message, ...members } = toWebhookEvent(event, given);
  const timestamp = new Date(event.createdAt).toISOString().slice(11, 19);
  return `Alert type: \`budget_alerts\`\nLevel: \`High\`\nTimestamp: \`${timestamp}\`\n\nMessage: ${message}\n\n${toLines(members)}`;
}

function toLines(members: Partial<WebhookEvent>): string {
  return Object.entries(members)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `*${name}:* \`${asPlainText(String(value))}\`\n`)
    .join('');
}

/** Aliases and names are other people's: they mention nobody, link nowhere and end no code span (Slack's escaping of `&`, `<`, `>`). */
function asPlainText(value: string): string {
  return value
    .slice(0, VALUE_CHARACTERS_MAX)
    .replace(/[`\r\n]/g, "'")
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
