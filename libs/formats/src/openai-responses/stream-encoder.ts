import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, Finish, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamEncoder } from '../format.js';
import { ItemWriter } from './item-writer.js';
import { encodeStatus } from './map-status.js';
import { FORMAT } from './own-source.js';
import { relayEvent } from './relay-event.js';
import { responseObject } from './response-object.js';

/**
 * Chunks to the events of a response. A stream that came in this dialect is relayed byte for byte, but for the model's name; one of
 * another dialect is told anew, of its first choice: every event numbered, every item opened, filled and closed, the whole response at
 * the end.
 */
export function openStreamEncoder(context: StreamContext): StreamEncoder {
  return new ResponsesEncoder(context);
}

class ResponsesEncoder implements StreamEncoder {
  private relaying = false;
  private started = false;
  private closed = false;
  nextNumber = 0;
  whole: JsonObject | undefined;
  private createdAt: number;
  private finish: Finish | undefined;
  private usage: Partial<Usage> | undefined;
  private readonly id: string;
  private readonly items: ItemWriter;

  constructor(private readonly context: StreamContext) {
    this.id = `resp_${context.newId().replaceAll('-', '')}`;
    this.createdAt = Math.floor(context.now / 1000);
    this.items = new ItemWriter(context.newId);
  }

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    if (chunk.type === 'wire') {
      if (chunk.format !== FORMAT) return [];
      this.relaying = true;
      const relayed = relayEvent(chunk.event, chunk.data, this.context);
      if (relayed.length > 0) this.nextNumber = numberAfter(chunk.data) ?? this.nextNumber + 1;
      return relayed;
    }
    return this.relaying ? [] : this.encode(chunk).map((data) => this.event(data));
  }

  end(): readonly WireEvent[] {
    return this.relaying ? [] : this.close().map((data) => this.event(data));
  }

  private encode(chunk: Exclude<CanonicalChunk, { type: 'wire' }>): readonly JsonObject[] {
    switch (chunk.type) {
      case 'start':
        this.createdAt = chunk.createdAt ?? this.createdAt;
        return this.start();
      case 'usage':
        this.usage = { ...this.usage, ...chunk.usage };
        return [];
      case 'finish':
        if (chunk.choice === 0) this.finish = chunk.finish;
        return [];
      case 'end':
        return this.close();
      case 'opaque':
      case 'error':
        return [];
      default:
        return [...this.start(), ...this.items.push(chunk)];
    }
  }

  private start(): readonly JsonObject[] {
    if (this.started) return [];
    this.started = true;
    const response = this.response({ status: 'in_progress', output: [] });
    return [
      { type: 'response.created', response },
      { type: 'response.in_progress', response },
    ];
  }

  /** The closing events. Without a finish there is none to give: the stream broke, and its end is an error. */
  private close(): readonly JsonObject[] {
    if (this.closed || this.finish === undefined) return [];
    this.closed = true;
    const items = this.items.end();
    const { usage } = this;
    const status = encodeStatus(this.finish);
    const told = this.response({
      ...status,
      output: this.items.output,
      usage:
        usage === undefined
          ? undefined
          : { ...usage, inputUncached: usage.inputUncached ?? 0, output: usage.output ?? 0 },
    });
    const response = this.withCost(told);
    this.whole = response;
    return [...this.start(), ...items, { type: `response.${status.status}`, response }];
  }

  private response(state: Parameters<typeof responseObject>[1]): JsonObject {
    const { requestedModel: model, request, keeping } = this.context;
    return responseObject({ id: this.id, model, createdAt: this.createdAt }, state, request, keeping);
  }

  private withCost(response: JsonObject): JsonObject {
    const { usage } = response;
    const cost = isJsonObject(usage) ? this.context.costUsd?.() : undefined;
    return isJsonObject(usage) && cost !== undefined ? { ...response, usage: { ...usage, cost } } : response;
  }

  private event(data: JsonObject): WireEvent {
    const { type, ...members } = data;
    const numbered: Record<string, JsonValue | undefined> = { type, sequence_number: this.nextNumber++, ...members };
    return { event: type as string, data: JSON.stringify(numbered) };
  }
}

/** Undefined: the event has no number. */
function numberAfter(data: JsonValue | undefined): number | undefined {
  const number = isJsonObject(data) ? data['sequence_number'] : undefined;
  return typeof number === 'number' ? number + 1 : undefined;
}
