export { openaiTranscriptionsClient, openaiTranslationsClient } from './transcription-client.js';
export { openaiTranscriptionsUpstream } from './transcription-upstream.js';
export { openaiSpeechClient } from './speech-client.js';
export { openaiSpeechUpstream } from './speech-upstream.js';
