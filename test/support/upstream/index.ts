export { answerRecording } from './answer-recording.js';
export { countPrompt } from './count-prompt.js';
export { EndlessUpstream } from './endless-upstream.js';
export { Gate } from './gate.js';
export { ReplayUpstream } from './replay-upstream.js';
export { speakChat, speakMessage } from './speak.js';
export { answerJson } from './upstream-answer.js';
