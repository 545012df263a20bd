import type { CanonicalRequest, TranscriptionInput } from '@tollgate/canonical';

/** The input of a transcription or translation; throws where somebody made one without. */
export function readTranscription({ input }: Pick<CanonicalRequest, 'input'>): TranscriptionInput {
  if (input?.operation !== 'transcription' && input?.operation !== 'translation')
    throw new TypeError('a transcription without its input');
  return input;
}
