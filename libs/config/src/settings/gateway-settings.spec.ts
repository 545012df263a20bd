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
});
