import { TRANSCRIPTION_MEMBERS } from '../openai-audio/bound-transcription.js';
import { SPEECH_MEMBERS } from '../openai-audio/speech-upstream.js';
import { EMBEDDINGS_MEMBERS } from '../openai-embeddings/bound-usage.js';
import { IMAGE_MEMBERS } from '../openai-images/bound-usage.js';

/** Members of OpenAI's operations beside chat that have a canonical place. */
const PLACED = [
  'dimensions',
  'encoding_format',
  'file',
  'image',
  'images',
  'input',
  'instructions',
  'mask',
  'prompt',
  'quality',
  'size',
];

/** Every member of OpenAI's operations beside chat that means something to the gateway or to a provider. */
export const OPERATION_MEMBERS: readonly string[] = [
  ...PLACED,
  ...EMBEDDINGS_MEMBERS,
  ...TRANSCRIPTION_MEMBERS,
  ...SPEECH_MEMBERS,
  ...IMAGE_MEMBERS,
];
