import type { CanonicalRequest } from '@tollgate/canonical';
import { openaiImagesUpstream, openaiSpeechUpstream, openaiTranscriptionsUpstream } from '@tollgate/formats';
import type { OpenAiOperation } from './openai-operation.js';

/** OpenAI's endpoints of pictures and audio (API reference 2.3.0, images and audio), wherever its service stands. */
export const OPENAI_MEDIA = {
  image: { format: openaiImagesUpstream, path: imagePath },
  transcription: { format: openaiTranscriptionsUpstream, path: () => ['audio', 'transcriptions'], accept: '*/*' },
  translation: { format: openaiTranscriptionsUpstream, path: () => ['audio', 'translations'], accept: '*/*' },
  speech: { format: openaiSpeechUpstream, path: () => ['audio', 'speech'], accept: '*/*' },
} as const satisfies Readonly<Record<string, OpenAiOperation>>;

/** Pictures of other pictures have an endpoint of their own. */
function imagePath({ input }: CanonicalRequest): readonly string[] {
  const given = input?.operation === 'image' ? input.files.length + (input.references?.length ?? 0) : 0;
  return ['images', given > 0 ? 'edits' : 'generations'];
}
