export { Dispatcher } from './dispatcher.js';
export type { DispatchAsk } from './dispatch-ask.js';
export { AttemptAccounts, type Received } from './attempt-accounts.js';
export type { Answer, ClosedAttempt, Dispatched, DispatchFailure, LiveAttempt } from './dispatched.js';
export { AnswerStream, beginsEnd, errorEvent, type EventChunks } from './answer-stream.js';
export { describeFailure } from './describe-failure.js';
export { classifyFailure } from './send-attempt.js';
