import type { JsonObject } from '@tollgate/kernel';
import { byType, shape, type Shape } from '../unread/shape.js';

const CACHE = 'cache_control';

/** What decodeContent reads of a block. */
const BLOCKS = blocks([CACHE]);
/** Of a block within another: a marker there is not told to any other dialect. */
const INNER_BLOCKS = blocks([]);

/** What decodeMessages reads. */
export const MESSAGE = shape(['role'], { content: blockShape });

/** What decodeReasoning reads of `thinking`. */
export const THINKING = shape(['type', 'budget_tokens']);

/** What decodeOutputConfig reads of a format. */
export const OUTPUT_FORMAT = shape(['type', 'schema']);

/** What decodeToolChoice reads. */
export const TOOL_CHOICE = shape(['type', 'name', 'disable_parallel_tool_use']);

/** What decodeContent reads of a block; undefined for what stays opaque. */
export function blockShape(block: JsonObject): Shape | undefined {
  return shapeAmong(BLOCKS, block);
}

function innerShape(block: JsonObject): Shape | undefined {
  return shapeAmong(INNER_BLOCKS, block);
}

function shapeAmong(shapes: ReadonlyMap<string, Shape>, { type }: JsonObject): Shape | undefined {
  return typeof type === 'string' ? shapes.get(type) : undefined;
}

function blocks(marker: readonly string[]): ReadonlyMap<string, Shape> {
  const source = byType({
    base64: shape(['type', 'media_type', 'data']),
    url: shape(['type', 'url']),
    file: shape(['type', 'file_id']),
    text: shape(['type', 'media_type', 'data']),
    content: shape(['type'], { content: innerShape }),
  });
  return new Map([
    ['text', shape(['type', 'text', ...marker])],
    ['thinking', shape(['type', 'thinking', 'signature'])],
    ['redacted_thinking', shape(['type', 'data'])],
    ['tool_use', shape(['type', 'id', 'name', 'input', ...marker])],
    ['tool_result', shape(['type', 'tool_use_id', 'is_error', ...marker], { content: innerShape })],
    ['image', shape(['type', ...marker], { source })],
    ['document', shape(['type', 'title', 'context', ...marker], { source })],
    ['search_result', shape(['type', 'source', 'title', ...marker], { content: innerShape })],
  ]);
}
