import { alertDestinations, findAlertProblems, listUnservedAlerts } from './alert-settings.js';

const ENVIRONMENT = { webhookUrl: 'https://in.test/hook', slackWebhookUrl: 'https://hooks.slack.test/A' };

describe('who is told of events of budgets', () => {
  it('is nobody unless the file says so, whatever the environment holds', () => {
    expect(alertDestinations({}, ENVIRONMENT)).toEqual([]);
  });

  it('is each kind that the file names, at the address of the environment', () => {
    expect(alertDestinations({ alerting: ['slack', 'webhook', 'email'] }, ENVIRONMENT)).toEqual([
      { kind: 'slack', name: 'slack', url: 'https://hooks.slack.test/A' },
      { kind: 'webhook', name: 'webhook', url: 'https://in.test/hook' },
    ]);
  });

  it('is every channel that the file gives budgets, once each, instead of that of the environment', () => {
    const urls = ['https://hooks.slack.test/B', 'https://hooks.slack.test/C', 'https://hooks.slack.test/B'];
    const general = { alerting: ['slack'], alert_to_webhook_url: { budget_alerts: urls, llm_too_slow: urls } };
    expect(alertDestinations(general, ENVIRONMENT)).toEqual([
      { kind: 'slack', name: 'slack', url: 'https://hooks.slack.test/B' },
      { kind: 'slack', name: 'slack-2', url: 'https://hooks.slack.test/C' },
    ]);
  });

  it('is nobody where the types that are wanted leave budgets out', () => {
    const general = { alerting: ['slack'], alert_types: ['llm_exceptions'] };
    expect(alertDestinations(general, ENVIRONMENT)).toEqual([]);
    expect(findAlertProblems(general, [])).toEqual([]);
    expect(alertDestinations({ ...general, alert_types: ['budget_alerts'] }, ENVIRONMENT)).toHaveLength(1);
  });

  it('stops the start where a kind has no address, with the variable that mends it', () => {
    const general = { alerting: ['slack', 'webhook'] };
    const told = alertDestinations(general, { webhookUrl: ENVIRONMENT.webhookUrl });
    expect(findAlertProblems(general, told)).toEqual([
      {
        path: 'general_settings.alerting',
        message: "'slack' needs its address: SLACK_WEBHOOK_URL in the environment",
      },
    ]);
  });

  it('names the kinds and types that nothing serves', () => {
    const general = {
      alerting: ['slak', 'email'],
      alert_types: ['budget_alerts', 'llm_exceptions'],
      alert_to_webhook_url: { llm_exceptions: ['https://a.test'], db_exceptions: ['https://a.test'] },
    };
    expect(listUnservedAlerts(general)).toEqual([
      expect.stringContaining('alerting slak'),
      'alerting email',
      'alert type llm_exceptions',
      'alert type db_exceptions',
    ]);
  });
});
