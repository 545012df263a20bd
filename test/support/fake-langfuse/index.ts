export { FakeLangfuse, type Fault, type ReceivedRequest } from './fake-langfuse';
export { type ReceivedSpan, type ReceivedValue } from './received-span';
