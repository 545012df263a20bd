import { isJsonObject, type JsonValue, parseJson } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { readStreamError } from '../openai-chat/read-stream-error.js';
import { transcriptUsage } from './transcript-usage.js';

/** OpenAI's events of a transcription (`transcript.text.delta`, `.segment`, `.done`), as in the recording `gpt-4o-transcribe-stream`. */
export class TranscriptDecoder implements StreamDecoder {
  private open = false;
  private done = false;

  push(event: WireEvent): readonly CanonicalChunk[] {
    const data = parse(event.data);
    const wire: CanonicalChunk = { type: 'wire', format: 'openai-audio', event, data };
    if (event.data.trim() === '[DONE]') return [wire, { type: 'end' }];
    if (!isJsonObject(data)) return [wire];
    const error = readStreamError(event, data);
    if (error !== undefined) return [wire, error];
    switch (data['type']) {
      case 'transcript.text.delta':
        return [wire, ...this.begin(), { type: 'text-delta', block: 0, text: textOf(data['delta']) }];
      case 'transcript.text.done':
        return [wire, ...this.begin(), ...this.finish(data)];
      default:
        return [wire];
    }
  }

  end(): readonly CanonicalChunk[] {
    if (this.done || !this.open) return [];
    this.done = true;
    return [
      { type: 'text-end', block: 0 },
      { type: 'finish', choice: 0, finish: { reason: 'other' } },
    ];
  }

  private begin(): readonly CanonicalChunk[] {
    if (this.open) return [];
    this.open = true;
    return [
      { type: 'start', id: '', model: '' },
      { type: 'text-start', block: 0, choice: 0 },
    ];
  }

  private finish(data: Parameters<typeof transcriptUsage>[0]): readonly CanonicalChunk[] {
    this.done = true;
    const usage = transcriptUsage(data);
    return [
      { type: 'text-end', block: 0 },
      ...(usage === undefined ? [] : [{ type: 'usage', usage, final: true } as const]),
      { type: 'finish', choice: 0, finish: { reason: 'stop', raw: 'transcript.text.done' } },
    ];
  }
}

function parse(data: string): JsonValue | undefined {
  try {
    return parseJson(data);
  } catch {
    return undefined;
  }
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
