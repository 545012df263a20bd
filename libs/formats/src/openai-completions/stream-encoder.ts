import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamEncoder } from '../format.js';
import { encodeUsage } from '../openai-chat/convert-usage.js';
import { relayEvent } from '../openai-chat/relay-event.js';
import { echoOf } from './echo-of.js';
import { encodeFinish } from './map-finish-reason.js';
import { FORMAT } from './own-source.js';

/**
 * Chunks to streamed text completions. Events of this dialect are relayed; of another dialect's answer its text (a refusal too) is told,
 * and usage only when it was asked for.
 */
export class CompletionsStreamEncoder implements StreamEncoder {
  private readonly id: string;
  private created: number;
  private relaying = false;
  private finished = false;
  private terminated = false;
  private usage: Partial<Usage> | undefined;
  private readonly choices = new Map<number, number>();
  private readonly echo: string;
  /** Choices that have begun. */
  private readonly begun = new Set<number>();

  constructor(private readonly context: StreamContext) {
    this.id = `cmpl-${context.newId()}`;
    this.created = Math.floor(context.now / 1000);
    this.echo = echoOf(context.request);
  }

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    if (chunk.type === 'wire') {
      if (chunk.format !== FORMAT) return [];
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
    return [...(this.relaying ? [] : this.usageEvent()), { data: '[DONE]' }];
  }

  private tell(chunk: Exclude<CanonicalChunk, { type: 'wire' | 'end' }>): readonly WireEvent[] {
    switch (chunk.type) {
      case 'start':
        this.created = chunk.createdAt ?? this.created;
        return [];
      case 'text-start':
      case 'refusal-start':
        this.choices.set(chunk.block, chunk.choice);
        return [];
      case 'text-delta':
      case 'refusal-delta':
        return this.say(this.choices.get(chunk.block) ?? 0, chunk.text, null);
      case 'finish':
        return this.say(chunk.choice, '', encodeFinish(chunk.finish));
      case 'usage':
        this.usage = { ...this.usage, ...chunk.usage };
        return [];
      default:
        return [];
    }
  }

  /** Before a choice's first words stands the prompt, where it is to be echoed. */
  private say(choice: number, text: string, finish: string | null): readonly WireEvent[] {
    const echo = this.begun.has(choice) ? '' : this.echo;
    this.begun.add(choice);
    return [this.event([encodeChoice(choice, `${echo}${text}`, finish)])];
  }

  private usageEvent(): readonly WireEvent[] {
    const { usage } = this;
    if (!this.context.includeUsage || usage === undefined) return [];
    const cost = this.context.costUsd?.();
    const whole: Usage = { ...usage, inputUncached: usage.inputUncached ?? 0, output: usage.output ?? 0 };
    return [this.event([], { usage: { ...encodeUsage(whole), ...(cost !== undefined && { cost }) } })];
  }

  private event(choices: readonly JsonValue[], more: JsonObject = {}): WireEvent {
    const { requestedModel: model } = this.context;
    const event = { id: this.id, object: 'text_completion', created: this.created, model, choices, ...more };
    return { data: JSON.stringify(event) };
  }
}

function encodeChoice(index: number, text: string, finish: string | null): JsonObject {
  return { text, index, logprobs: null, finish_reason: finish };
}
