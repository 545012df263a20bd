import type { JsonObject } from '@tollgate/kernel';
import type { StreamContext, StreamEncoder } from '../format.js';
import { type ChoiceChunk, ChoicesEncoder } from '../openai-chat/choices-encoder.js';
import { echoOf } from './echo-of.js';
import { encodeFinish } from './map-finish-reason.js';
import { FORMAT } from './own-source.js';

/** Chunks to streamed text completions; of another dialect's answer its text (a refusal too) is told. */
export function openStreamEncoder(context: StreamContext): StreamEncoder {
  const texts = new CompletionTexts(echoOf(context.request));
  return new ChoicesEncoder(context, {
    format: FORMAT,
    idPrefix: 'cmpl-',
    object: 'text_completion',
    tell: (chunk) => texts.tell(chunk),
  });
}

class CompletionTexts {
  /** By block. */
  private readonly choices = new Map<number, number>();
  /** Choices that have begun. */
  private readonly begun = new Set<number>();

  constructor(private readonly echo: string) {}

  tell(chunk: ChoiceChunk): readonly JsonObject[] {
    switch (chunk.type) {
      case 'text-start':
      case 'refusal-start':
        this.choices.set(chunk.block, chunk.choice);
        return [];
      case 'text-delta':
      case 'refusal-delta':
        return this.say(this.choices.get(chunk.block) ?? 0, chunk.text, null);
      case 'finish':
        return this.say(chunk.choice, '', encodeFinish(chunk.finish));
      default:
        return [];
    }
  }

  /** Before a choice's first words stands the prompt, where it is to be echoed. */
  private say(index: number, text: string, finish: string | null): readonly JsonObject[] {
    const echo = this.begun.has(index) ? '' : this.echo;
    this.begun.add(index);
    return [{ text: `${echo}${text}`, index, logprobs: null, finish_reason: finish }];
  }
}
