import { gatewaySettings } from './gateway-settings.js';

const settingsOf = (general: Parameters<typeof gatewaySettings>[0]['general']) =>
  gatewaySettings({ general, litellm: {} }, false);

describe('gatewaySettings', () => {
  it('names the model of moderations where the operator does, and none otherwise', () => {
    expect(settingsOf({ moderation_model: 'guard' }).moderationModel).toBe('guard');
    expect(settingsOf({})).not.toHaveProperty('moderationModel');
    expect(settingsOf({ moderation_model: null })).not.toHaveProperty('moderationModel');
  });

  it('shares the provider’s objects that the operator lists, and none otherwise', () => {
    expect(settingsOf({ shared_provider_objects: ['vs_1', 'vs_2'] }).sharedProviderObjects).toEqual(
      new Set(['vs_1', 'vs_2']),
    );
    for (const none of [{}, { shared_provider_objects: null }])
      expect(settingsOf(none)).not.toHaveProperty('sharedProviderObjects');
  });

  it('keeps responses for providers that keep none, unless the operator says otherwise', () => {
    expect(settingsOf({ store_bridged_responses: false }).keepsNoResponses).toBe(true);
    for (const general of [{}, { store_bridged_responses: true }, { store_bridged_responses: null }])
      expect(settingsOf(general)).not.toHaveProperty('keepsNoResponses');
  });

  it('keeps what is said in calls where the operator asks for it, and not where he has nothing logged', () => {
    expect(settingsOf({ store_prompts_in_spend_logs: true }).logsTexts).toBe(true);
    expect(settingsOf({})).not.toHaveProperty('logsTexts');
    const general = { store_prompts_in_spend_logs: true };
    const silent = gatewaySettings({ general, litellm: { turn_off_message_logging: true } }, false);
    expect(silent).not.toHaveProperty('logsTexts');
  });

  it('tags calls with their clients unless the operator says otherwise', () => {
    const litellm = { disable_add_user_agent_to_request_tags: true };
    expect(gatewaySettings({ general: {}, litellm }, false).tagsNoClientProducts).toBe(true);
    expect(settingsOf({})).not.toHaveProperty('tagsNoClientProducts');
  });
});
