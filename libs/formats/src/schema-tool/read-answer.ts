import type { CanonicalChunk, CanonicalRequest, CanonicalResponse, WireEvent } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { answerFromTool } from './answer-from-tool.js';
import { SchemaToolDecoder } from './schema-tool-decoder.js';
import { WrappedAnswer } from './wrapped-answer.js';

/** How the answer was asked for, where not as the client did (askBySchema). */
export type AskedAnswer = Pick<CanonicalRequest, 'answerTool' | 'wrapsAnswer'>;

/** A whole answer as the client asked for it. */
export function readAnswer(response: CanonicalResponse, { answerTool, wrapsAnswer }: AskedAnswer): CanonicalResponse {
  const told = answerTool === undefined ? response : answerFromTool(response, answerTool);
  if (wrapsAnswer !== true) return told;
  const { source: _wrapped, ...others } = told;
  const choices = told.choices.map((choice) => ({
    ...choice,
    content: choice.content.map((part) =>
      part.type === 'text' ? { type: part.type, text: new WrappedAnswer().push(part.text) } : part,
    ),
  }));
  return { ...others, choices };
}

/** The same of a streamed answer. */
export function answerDecoder(decoder: StreamDecoder, { answerTool, wrapsAnswer }: AskedAnswer): StreamDecoder {
  const told = answerTool === undefined ? decoder : new SchemaToolDecoder(decoder, answerTool);
  return wrapsAnswer === true ? new UnwrappingDecoder(told) : told;
}

/** Takes each text out of the object around it. The provider's events are not relayed, since they say something else. */
class UnwrappingDecoder implements StreamDecoder {
  private readonly answers = new Map<number, WrappedAnswer>();

  constructor(private readonly inner: StreamDecoder) {}

  push(event: WireEvent): readonly CanonicalChunk[] {
    return this.inner.push(event).flatMap((chunk) => this.read(chunk));
  }

  end(): readonly CanonicalChunk[] {
    return this.inner.end().flatMap((chunk) => this.read(chunk));
  }

  private read(chunk: CanonicalChunk): readonly CanonicalChunk[] {
    if (chunk.type === 'wire') return [];
    if (chunk.type === 'text-start') this.answers.set(chunk.block, new WrappedAnswer());
    if (chunk.type !== 'text-delta') return [chunk];
    const text = this.answers.get(chunk.block)?.push(chunk.text) ?? chunk.text;
    return text === '' ? [] : [{ ...chunk, text }];
  }
}
