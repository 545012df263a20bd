export { answerRecording } from './answer-recording.js';
export { countPrompt } from './count-prompt.js';
export { EndlessUpstream } from './endless-upstream.js';
export { Gate } from './gate.js';
export { ReplayUpstream, type UpstreamRequest } from './replay-upstream.js';
export { speakChat, speakMessage } from './speak.js';
export { answerEvents, answerJson, type UpstreamAnswer } from './upstream-answer.js';
