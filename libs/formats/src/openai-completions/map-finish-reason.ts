import type { Finish } from '@tollgate/canonical';
import { encodeFinish as encodeChatFinish } from '../openai-chat/map-finish-reason.js';

/** The dialect knows `stop`, `length` and `content_filter`: an answer that calls tools has ended. */
export function encodeFinish(finish: Finish): string {
  return finish.reason === 'tool-calls' ? 'stop' : encodeChatFinish(finish);
}
