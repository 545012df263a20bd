export { Dispatcher } from './dispatcher.js';
export { AttemptAccounts } from './attempt-accounts.js';
export type { DispatchAsk } from './dispatch-ask.js';
export type { Answer, ClosedAttempt, Dispatched, DispatchFailure } from './dispatched.js';
export { AnswerStream, beginsEnd, errorEvent, type EventChunks, wireLength } from './answer-stream.js';
export { describeBreak } from './describe-break.js';
export { describeFailure } from './describe-failure.js';
export { classifyFailure } from './classify-failure.js';
