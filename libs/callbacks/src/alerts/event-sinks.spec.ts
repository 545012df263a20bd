import { anEvent } from './test-events.contract.js';
import { slackSink } from './slack-sink.js';
import { webhookSink } from './webhook-sink.js';

const textOf = (event = anEvent()): string => {
  const { body } = slackSink('slack', 'https://hooks.slack.test/T/B').buildRequest(event);
  return (JSON.parse(Buffer.from(body).toString('utf8')) as { text: string }).text;
};

describe('an event of a budget in Slack', () => {
  it("is LiteLLM's text, with what it says of whom it concerns, and no hash", () => {
    expect(textOf()).toBe(
      [
        'Alert type: `budget_alerts`',
        'Level: `High`',
        'Timestamp: `10:20:30`',
        '',
        'Message: Soft Budget Crossed: Total Soft Budget:`5`',
        '',
        '*spend:* `5.25`',
        '*max_budget:* `10`',
        '*soft_budget:* `5`',
        '*user_id:* `u1`',
        '*key_alias:* `prod`',
        '*event_group:* `key`',
        '',
      ].join('\n'),
    );
  });

  it('mentions nobody and leads nowhere, whatever a holder is called', () => {
    const text = textOf(anEvent({ keyAlias: '<!channel> `a` <https://bad.test|click>\n*spend:* & more' }));
    expect(text).toContain("*key_alias:* `&lt;!channel&gt; 'a' &lt;https://bad.test|click&gt;'*spend:* &amp; more`");
    expect(text).not.toContain('<');
  });
});

describe('an event of a budget at a webhook', () => {
  it("has every member of LiteLLM's, and says which event it is", () => {
    const { headers, body, url } = webhookSink('webhook', 'https://here.test/in').buildRequest(anEvent());
    expect(url).toBe('https://here.test/in');
    expect(headers).toEqual({ 'content-type': 'application/json', 'idempotency-key': anEvent().id });
    expect(JSON.parse(Buffer.from(body).toString('utf8'))).toEqual({
      spend: 5.25,
      max_budget: 10,
      soft_budget: 5,
      token: 'ab'.repeat(32),
      customer_id: null,
      user_id: 'u1',
      team_id: null,
      team_alias: null,
      organization_id: null,
      user_email: null,
      key_alias: 'prod',
      projected_exceeded_date: null,
      projected_spend: null,
      event: 'soft_budget_crossed',
      event_group: 'key',
      event_message: 'Soft Budget Crossed: Total Soft Budget:`5`',
      project_id: null,
      tag: null,
    });
  });

  it.each([
    [{ event: 'threshold_crossed', threshold: 95 }, 'Key Budget: 5% Threshold Crossed'],
    [{ event: 'budget_crossed', threshold: 100 }, 'Key Budget: Budget Crossed\n Total Budget:`5`'],
    [
      { event: 'budget_crossed', threshold: 0, spendNano: 2_000_000_000n },
      'Key Budget: Budget Crossed: a call was refused, the `3` left do not pay for it\n Total Budget:`5`',
    ],
  ] as const)('says of %j: %s', (members, message) => {
    const { body } = webhookSink('webhook', 'https://here.test/in').buildRequest(anEvent(members));
    expect(JSON.parse(Buffer.from(body).toString('utf8'))).toMatchObject({ event_message: message });
  });
});
