import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@tollgate/kernel';
import type { CanonicalChunk, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { readStreamError } from '../openai-chat/read-stream-error.js';
import { imageUsage } from './image-usage.js';

const COMPLETED = /^image_(generation|edit)\.completed$/;
const PARTIAL = /^image_(generation|edit)\.partial_image$/;

/** OpenAI's events of pictures being made (its API reference 2.3.0, ImageGenStreamEvent and ImageEditStreamEvent); one `completed` each. */
export class ImageStreamDecoder implements StreamDecoder {
  private begun = false;
  private pictures = 0;
  private usage: Usage | undefined;

  push(event: WireEvent): readonly CanonicalChunk[] {
    const data = parse(event.data);
    const wire: CanonicalChunk = { type: 'wire', format: 'openai-images', event, data };
    if (event.data.trim() === '[DONE]') return [wire, { type: 'end' }];
    if (!isJsonObject(data)) return [wire];
    const error = readStreamError(event, data);
    if (error !== undefined) return [wire, error];
    const { type } = data;
    if (typeof type !== 'string') return [wire];
    if (PARTIAL.test(type)) return [wire, ...this.begin()];
    return COMPLETED.test(type) ? [wire, ...this.begin(), ...this.complete(data)] : [wire];
  }

  end(): readonly CanonicalChunk[] {
    return [];
  }

  /** A picture is content, however much of it is there. */
  private begin(): readonly CanonicalChunk[] {
    const opaque: CanonicalChunk = { type: 'opaque', format: 'openai-images', value: null };
    if (this.begun) return [opaque];
    this.begun = true;
    return [{ type: 'start', id: '', model: '' }, opaque];
  }

  /** Each picture tells its own usage. */
  private complete(told: JsonObject): readonly CanonicalChunk[] {
    this.usage = add(this.usage, imageUsage(told, 1));
    const choice = this.pictures;
    this.pictures += 1;
    return [
      { type: 'usage', usage: this.usage, final: false },
      { type: 'finish', choice, finish: { reason: 'stop', raw: 'completed' } },
    ];
  }
}

function add(before: Usage | undefined, { raw: _raw, made = before?.made, ...usage }: Usage): Usage {
  const { made: _made, ...counted } = before ?? {};
  const sum: Record<string, number> = { inputUncached: 0, output: 0 };
  for (const part of [counted, usage])
    for (const [bucket, count] of Object.entries(part)) sum[bucket] = (sum[bucket] ?? 0) + Number(count);
  return { inputUncached: 0, output: 0, ...sum, ...(made !== undefined && { made }) };
}

function parse(data: string): JsonValue | undefined {
  try {
    return parseJson(data);
  } catch {
    return undefined;
  }
}
