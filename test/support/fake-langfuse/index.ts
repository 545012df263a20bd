export { FakeLangfuse } from './fake-langfuse';
