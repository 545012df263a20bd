export { Dispatcher } from './dispatcher.js';
export type { DispatchAsk } from './dispatch-ask.js';
export { AttemptAccounts } from './attempt-accounts.js';
export type { Received } from './draw-account.js';
export type { Answer, ClosedAttempt, Dispatched, DispatchFailure, LiveAttempt } from './dispatched.js';
export { AnswerStream, beginsEnd, errorEvent, type EventChunks } from './answer-stream.js';
export { describeFailure } from './describe-failure.js';
export { classifyFailure } from './classify-failure.js';
