import type { JsonObject } from '@tollgate/kernel';
import { FRAMINGS } from '@tollgate/framing';
import type { Exchange } from '../recordings.js';

interface Event {
  readonly type: string;
  readonly index: number;
  readonly content_block?: JsonObject;
  readonly delta?: { readonly type: string; readonly thinking?: string; readonly signature?: string };
}

/** The thinking blocks that Anthropic gave in an exchange, as its own clients send them back: read here from the bytes alone. */
export function sealedBlocks({ body, stream }: Exchange): readonly JsonObject[] {
  const blocks = stream === undefined ? ((body as { content?: readonly JsonObject[] }).content ?? []) : joined(stream);
  return blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking');
}

function joined(stream: string): readonly JsonObject[] {
  const decoder = FRAMINGS.sse.openDecoder();
  const blocks: JsonObject[] = [];
  let last: JsonObject = {};
  for (const { data } of [...decoder.push(Buffer.from(stream)), ...decoder.end()]) {
    const { type, content_block: block, delta } = JSON.parse(data) as Event;
    if (type === 'content_block_start') last = { ...block };
    if (delta?.type === 'thinking_delta') last = grow(last, 'thinking', delta.thinking);
    if (delta?.type === 'signature_delta') last = grow(last, 'signature', delta.signature);
    if (type === 'content_block_stop') blocks.push(last);
  }
  return blocks;
}

function grow(block: JsonObject, member: string, more = ''): JsonObject {
  const grown = block[member];
  return { ...block, [member]: `${typeof grown === 'string' ? grown : ''}${more}` };
}
