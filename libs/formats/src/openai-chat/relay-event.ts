import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { WireEvent } from '@tollgate/canonical';
import type { StreamContext } from '../format.js';

/**
 * A provider's event for a client of the same dialect: the text as it came, but for the model's public name and the usage that only
 * the gateway asked for. Nothing for an error event, which the gateway tells itself, and for a usage event that was not wanted.
 */
export function relayEvent(
  event: WireEvent,
  data: JsonValue | undefined,
  context: StreamContext,
): readonly WireEvent[] {
  if (!isJsonObject(data)) return [event];
  if (event.event === 'error' || (data['error'] !== undefined && data['error'] !== null)) return [];
  if (isUsageEvent(data)) {
    if (!context.includeUsage) return [];
    return [write(event, withCost(rename(data, context), context))];
  }
  if (!context.includeUsage && bearsUsage(data)) return [withoutUsage(event, data, context)];
  const cost = isJsonObject(data['usage']) ? context.costUsd?.() : undefined;
  if (cost !== undefined) return [write(event, withCost(rename(data, context), context))];
  const text = renameText(event.data, data['model'], context);
  return [text === undefined ? write(event, rename(data, context)) : { ...event, data: text }];
}

/** OpenAI's own form: usage and no choices. */
function isUsageEvent(data: JsonObject): boolean {
  return isJsonObject(data['usage']) && Array.isArray(data['choices']) && data['choices'].length === 0;
}

function bearsUsage(data: JsonObject): boolean {
  return data['usage'] !== undefined || bearsOddUsage(data);
}

/** Usage where hosts put it besides: under `x_groq` (Groq), inside a choice (Moonshot). */
function bearsOddUsage(data: JsonObject): boolean {
  return hasUsage(data['x_groq']) || choicesOf(data).some(hasUsage);
}

/** OpenAI adds `"usage":null` to every event once usage was asked for: cut out of the text where that is certain to be right. */
function withoutUsage(event: WireEvent, data: JsonObject, context: StreamContext): WireEvent {
  const isNull = data['usage'] === null && !bearsOddUsage(data);
  const spare = isNull ? replaceOnce(event.data, ',"usage":null', '') : undefined;
  const text = spare === undefined ? undefined : renameText(spare, data['model'], context);
  if (text !== undefined) return { ...event, data: text };
  const { x_groq: groq } = data;
  const told = {
    ...omitUsage(data),
    ...(data['choices'] !== undefined && { choices: choicesOf(data).map(omitUsage) }),
    ...(groq !== undefined && { x_groq: omitUsage(groq) }),
  };
  return write(event, rename(told, context));
}

function choicesOf(data: JsonObject): readonly JsonValue[] {
  return Array.isArray(data['choices']) ? (data['choices'] as readonly JsonValue[]) : [];
}

function hasUsage(value: JsonValue | undefined): value is JsonObject {
  return isJsonObject(value) && value['usage'] !== undefined;
}

function omitUsage<T extends JsonValue>(value: T): T {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'usage')) as T;
}

/** The text with the public name in it; undefined where only writing the event anew is certain to be right. */
function renameText(text: string, model: JsonValue | undefined, context: StreamContext): string | undefined {
  const { requestedModel } = context;
  if (model === undefined || model === requestedModel) return text;
  if (typeof model !== 'string') return undefined;
  return replaceOnce(text, `"model":${JSON.stringify(model)}`, `"model":${JSON.stringify(requestedModel)}`);
}

function rename(data: JsonObject, context: StreamContext): JsonObject {
  return data['model'] === undefined ? data : { ...data, model: context.requestedModel };
}

function withCost(data: JsonObject, context: StreamContext): JsonObject {
  const cost = context.costUsd?.();
  return cost === undefined ? data : { ...data, usage: { ...(data['usage'] as JsonObject), cost } };
}

function write(event: WireEvent, data: JsonObject): WireEvent {
  return { ...event, data: JSON.stringify(data) };
}

/** Undefined unless the part stands there exactly once: inside a JSON string its quotes would be escaped, so a hit is a member. */
function replaceOnce(text: string, part: string, by: string): string | undefined {
  const at = text.indexOf(part);
  if (at === -1 || text.indexOf(part, at + 1) !== -1) return undefined;
  return text.slice(0, at) + by + text.slice(at + part.length);
}
