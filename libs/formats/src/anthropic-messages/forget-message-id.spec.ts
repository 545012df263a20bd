import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { anthropicTarget } from '../../../../test/contract/targets.js';
import { anthropicMessagesClient, anthropicMessagesUpstream } from './index.js';

function sent(more: JsonObject) {
  const body = { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }], ...more };
  const request = anthropicMessagesClient.decodeRequest({ body, params: {}, query: {} });
  if (!request.ok) throw request.error;
  const encoded = anthropicMessagesUpstream.encodeRequest(request.value, anthropicTarget);
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

describe('a message that a request is to be compared with', () => {
  const diagnostics = { previous_message_id: 'msg_of_somebody', of_tomorrow: 1 };

  it('is never named to the provider, and the client is told', () => {
    const { body, warnings } = sent({ diagnostics });
    expect(body['diagnostics']).toEqual({ previous_message_id: null, of_tomorrow: 1 });
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'diagnostics.previous_message_id' }]);
  });

  it.each<JsonValue>([{ previous_message_id: null }, {}, 'x'])('is no reason to change %j', (asked) => {
    const { body, warnings } = sent({ diagnostics: asked });
    expect([body['diagnostics'], warnings]).toEqual([asked, []]);
  });
});
