import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ReasoningPart } from '@tollgate/canonical';
import { readText } from './decode-part.js';

/** How OpenRouter names the form of Anthropic's seals (recording `openrouter/reasoning-details-stream`). */
const FORMAT = 'anthropic-claude-v1';

/** OpenRouter's `reasoning_details` of what was thought and sealed; no member where nothing was sealed. */
export function encodeReasoningDetails(parts: readonly ReasoningPart[]): JsonObject {
  const sealed = parts.filter(({ signature, redacted }) => signature !== undefined || redacted !== undefined);
  if (sealed.length === 0) return {};
  return {
    reasoning_details: sealed.map(({ text, signature, redacted }, index) =>
      redacted === undefined
        ? { type: 'reasoning.text', text, format: FORMAT, index, ...(signature !== undefined && { signature }) }
        : { type: 'reasoning.encrypted', data: redacted, format: FORMAT, index },
    ),
  };
}

/** What was thought and sealed by one of Anthropic's models; empty where there is no such seal. */
export function decodeReasoningDetails(details: JsonValue | undefined): readonly ReasoningPart[] {
  if (!Array.isArray(details)) return [];
  const own = (details as readonly JsonValue[]).filter(isJsonObject).filter(({ format }) => format === FORMAT);
  const parts = own.flatMap((detail) => decodeDetail(detail) ?? []);
  return parts.some(({ signature, redacted }) => signature !== undefined || redacted !== undefined) ? parts : [];
}

function decodeDetail({ type, text, data, signature }: JsonObject): ReasoningPart | undefined {
  if (type === 'reasoning.encrypted') return { type: 'reasoning', text: '', redacted: readText(data) };
  if (type !== 'reasoning.text') return undefined;
  return { type: 'reasoning', text: readText(text), ...(typeof signature === 'string' && { signature }) };
}
