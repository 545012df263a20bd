import type { JsonObject } from '@tollgate/kernel';
import { byType, shape, type Shape } from '../unread/shape.js';

const PARTS = byType({
  input_text: shape(['type', 'text']),
  output_text: shape(['type', 'text']),
  text: shape(['type', 'text']),
  refusal: shape(['type', 'refusal']),
  input_image: shape(['type', 'image_url', 'file_id', 'detail']),
  input_file: shape(['type', 'file_data', 'file_url', 'file_id', 'filename']),
  input_audio: shape(['type'], { input_audio: shape(['data', 'format']) }),
});

const MESSAGE = shape(['type', 'role'], { content: PARTS });
const RESULT = shape(['type', 'call_id'], { output: PARTS });
const TEXTS = shape(['type', 'text']);

const ITEMS: ReadonlyMap<string, Shape> = new Map([
  ['message', MESSAGE],
  ['reasoning', shape(['type', 'encrypted_content'], { summary: TEXTS, content: TEXTS })],
  ['function_call', shape(['type', 'call_id', 'name', 'arguments'])],
  ['custom_tool_call', shape(['type', 'call_id', 'name', 'input'])],
  ['function_call_output', RESULT],
  ['custom_tool_call_output', RESULT],
]);

/** What decodeInput reads of an item; undefined for one that only this dialect knows. */
export function itemShape({ type }: JsonObject): Shape | undefined {
  if (type === undefined || type === null) return MESSAGE;
  return typeof type === 'string' ? ITEMS.get(type) : undefined;
}

/** What is read of `text`. */
export const TEXT = shape(['format', 'verbosity']);

/** What decodeText reads of `text.format`. */
export const TEXT_FORMAT = shape(['type', 'name', 'schema', 'strict', 'description']);

/** What decodeReasoning reads; what a provider tells of its thinking is told as the summary. */
export const REASONING = shape(['effort', 'summary', 'generate_summary']);

/** None of it is read: usage is always told here. */
export const STREAM_OPTIONS = shape([]);

/** What decodeToolChoice reads. */
export const TOOL_CHOICE = shape(['type', 'name']);
