import { ChatMeter } from '@apps/admin';
import { GatewayError, type Usage } from '@tollgate/canonical';
import { DecodeError, openaiChat, openaiChatClient } from '@tollgate/formats';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { estimateBound, loadTokenCounter } from '@tollgate/metering';

const FORMAT = openaiChat({ provider: 'openai', limitField: () => 'max_tokens' });

/** Counts as the gateway does where it holds money for a call, and reads answers as it does where it charges one. */
export class AdapterChatMeter extends ChatMeter {
  override async countInput(body: JsonObject, model: string): Promise<number> {
    const request = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
    if (!request.ok) throw request.error;
    const bound = FORMAT.boundUsage(request.value);
    const count = await loadTokenCounter([model]);
    return estimateBound({ bound, model, facts: {}, price: undefined, count, defaultMaxOutputTokens: 1 }).inputTokens;
  }

  override readUsage(answer: JsonValue): Usage | undefined {
    try {
      return FORMAT.decodeResponse(answer).usage;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const message = 'completion_response is no answer of a chat completion.';
      throw new GatewayError('bad_request', { message, param: 'completion_response' });
    }
  }
}
