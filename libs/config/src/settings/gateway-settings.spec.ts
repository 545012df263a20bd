import { gatewaySettings } from './gateway-settings.js';

const settingsOf = (general: Parameters<typeof gatewaySettings>[0]['general']) =>
  gatewaySettings({ general, litellm: {} }, false);

describe('gatewaySettings', () => {
  it('names the model of moderations where the operator does, and none otherwise', () => {
    expect(settingsOf({ moderation_model: 'guard' }).moderationModel).toBe('guard');
    expect(settingsOf({})).not.toHaveProperty('moderationModel');
    expect(settingsOf({ moderation_model: null })).not.toHaveProperty('moderationModel');
  });
});
