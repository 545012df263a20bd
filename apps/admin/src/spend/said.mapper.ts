import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { LoggedTexts, SpendLog } from '@tollgate/persistence';

/** The members of LiteLLM's rows that hold what was said; empty where nothing was kept. */
export function toSaid(row: SpendLog, texts: LoggedTexts | undefined): object {
  const input: JsonObject = isJsonObject(texts?.input) ? texts.input : {};
  return {
    request_id: row.requestId,
    messages: input['messages'] ?? input['input'] ?? input['prompt'] ?? input['contents'] ?? {},
    response: texts === undefined || texts.output === null ? {} : toResponse(row, texts),
    proxy_server_request: texts === undefined ? {} : { model: row.modelRequested, ...input },
  };
}

/** The answer in OpenAI's shape, of which its message is kept. */
function toResponse(row: SpendLog, { output }: LoggedTexts): object {
  return { id: row.providerResponseId, model: row.litellmModel, choices: [{ index: 0, message: output }] };
}
