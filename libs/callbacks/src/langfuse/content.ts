import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { DeliveredRecord } from '../delivered-record.js';
import type { LangfuseMetadata } from './langfuse-metadata.js';
import { isFailed, statusMessageOf } from './record-outcome.js';

/** LiteLLM's word for text that is kept back. */
const REDACTED = 'redacted-by-litellm';

/** Members that LiteLLM's message always has. */
const MESSAGE = { content: null, role: 'assistant', tool_calls: null, function_call: null } as const;

export interface Content {
  readonly input: string;
  readonly output: string | undefined;
}

/** Prompt and answer as Langfuse shows them; kept back when the caller masks them or none were kept for this sink. */
export function contentOf(delivered: DeliveredRecord, metadata: LangfuseMetadata): Content {
  return { input: inputOf(delivered, metadata), output: metadata.maskOutput ? REDACTED : outputOf(delivered) };
}

function inputOf({ texts }: DeliveredRecord, metadata: LangfuseMetadata): string {
  if (metadata.maskInput) return REDACTED;
  return JSON.stringify(texts === undefined ? { messages: [{ role: 'user', content: REDACTED }] } : texts.input);
}

function outputOf({ record, texts }: DeliveredRecord): string | undefined {
  if (isFailed(record)) return statusMessageOf(record, texts !== undefined);
  const output = texts === undefined ? { content: REDACTED } : texts.output;
  if (output === null) return undefined;
  return JSON.stringify(isJsonObject(output) ? { ...MESSAGE, ...withoutNulls(output) } : output);
}

/** A member that a provider writes though it says nothing (`refusal: null`) is none of LiteLLM's message. */
function withoutNulls(message: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null));
}
