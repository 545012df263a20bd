import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, FormatId, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamEncoder } from '../format.js';
import { encodeUsage } from './convert-usage.js';
import { relayEvent } from './relay-event.js';

/** A chunk that tells of a choice. */
export type ChoiceChunk = Exclude<CanonicalChunk, { type: 'wire' | 'start' | 'usage' | 'end' }>;

/** One of OpenAI's dialects whose events hold choices: chat completions, or the older text completions. */
export interface ChoicesDialect {
  readonly format: FormatId;
  /** Before the id of every event: `chatcmpl-`. */
  readonly idPrefix: string;
  /** The `object` of every event. */
  readonly object: string;
  /** The choices that tell a chunk of another dialect's answer, one event for each. */
  readonly tell: (chunk: ChoiceChunk) => readonly JsonObject[];
}

/**
 * Chunks to events that hold choices. Events of the dialect itself are relayed; an answer of another is told anew, with usage only when it
 * was asked for. `[DONE]` comes last in both cases.
 */
export class ChoicesEncoder implements StreamEncoder {
  private readonly id: string;
  private created: number;
  private relaying = false;
  private finished = false;
  private terminated = false;
  private usage: Partial<Usage> | undefined;
  private written: string | undefined;

  constructor(
    private readonly context: StreamContext,
    private readonly dialect: ChoicesDialect,
  ) {
    this.id = `${dialect.idPrefix}${context.newId()}`;
    this.created = Math.floor(context.now / 1000);
  }

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    if (chunk.type === 'wire') {
      if (chunk.format !== this.dialect.format) return [];
      this.relaying = true;
      if (chunk.data === undefined) this.terminated = true;
      return relayEvent(chunk.event, chunk.data, this.context);
    }
    if (chunk.type === 'finish') this.finished = true;
    if (chunk.type === 'end') return this.terminate();
    return this.relaying ? [] : this.tell(chunk);
  }

  /** Some hosts close the connection after the last finish instead of saying `[DONE]`; clients wait for it. */
  end(): readonly WireEvent[] {
    return this.finished ? this.terminate() : [];
  }

  private terminate(): readonly WireEvent[] {
    if (this.terminated) return [];
    this.terminated = true;
    return [...this.usageEvent(), { data: '[DONE]' }];
  }

  private tell(chunk: Exclude<CanonicalChunk, { type: 'wire' | 'end' }>): readonly WireEvent[] {
    switch (chunk.type) {
      case 'start':
        this.created = chunk.createdAt ?? this.created;
        this.written = undefined;
        return [];
      case 'usage':
        this.usage = { ...this.usage, ...chunk.usage };
        return [];
      default:
        return this.dialect.tell(chunk).map((choice) => this.event(JSON.stringify(choice)));
    }
  }

  private usageEvent(): readonly WireEvent[] {
    const { usage } = this;
    if (!this.context.includeUsage || usage === undefined) return [];
    const cost = this.context.costUsd?.();
    const whole: Usage = { ...usage, inputUncached: usage.inputUncached ?? 0, output: usage.output ?? 0 };
    return [this.event('', { ...encodeUsage(whole), ...(cost !== undefined && { cost }) })];
  }

  /** `choices`: JSON text of what stands in the list. */
  private event(choices: string, usage?: JsonObject): WireEvent {
    const behind = usage === undefined ? '' : `,"usage":${JSON.stringify(usage)}`;
    return { data: `${this.head()}${choices}]${behind}}` };
  }

  /** What every event begins with: the same text, but for a start that tells the time. */
  private head(): string {
    if (this.written === undefined) {
      const { id, created } = this;
      const members = { id, object: this.dialect.object, created, model: this.context.requestedModel };
      this.written = `${JSON.stringify(members).slice(0, -1)},"choices":[`;
    }
    return this.written;
  }
}
