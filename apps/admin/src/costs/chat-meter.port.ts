import type { Usage } from '@tollgate/canonical';
import type { JsonObject, JsonValue } from '@tollgate/kernel';

/** What a chat uses, in OpenAI's dialect: counted before it is sent, or read from its answer. */
export abstract class ChatMeter {
  /** Input tokens of a chat at a model. Rejects with the refusal of a body that is none. */
  abstract countInput(body: JsonObject, model: string): Promise<number>;
  /** undefined: the answer does not say. Throws the refusal of what is no answer. */
  abstract readUsage(answer: JsonValue): Usage | undefined;
}
