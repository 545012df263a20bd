import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { openSeal } from '../reasoning-seal.js';
import { readText } from './decode-blocks.js';
import { FORMAT } from './own-source.js';
import { writeArguments } from '../write-arguments.js';

/** A content block that has begun and not ended. */
export type OpenBlock =
  | { readonly kind: 'text'; readonly block: number; readonly citations: JsonValue[] }
  | { readonly kind: 'reasoning'; readonly block: number; signature: string; readonly redacted?: string }
  | { readonly kind: 'tool-call'; readonly block: number; readonly initial: JsonValue; input: string }
  | { readonly kind: 'opaque'; readonly value: JsonObject; input: string };

/** `content_block_start`: the open block and its first chunks. `block` is the number it gets, should it be numbered. */
export function openBlock(value: JsonObject, block: number): readonly [OpenBlock, readonly CanonicalChunk[]] {
  switch (value['type']) {
    case 'text': {
      const open: OpenBlock = { kind: 'text', block, citations: [] };
      return [open, [{ type: 'text-start', block, choice: 0 }, ...textDelta('text-delta', block, value['text'])]];
    }
    case 'thinking': {
      const open: OpenBlock = { kind: 'reasoning', block, signature: readText(value['signature']) };
      const delta = textDelta('reasoning-delta', block, value['thinking']);
      return [open, [{ type: 'reasoning-start', block, choice: 0 }, ...delta]];
    }
    case 'redacted_thinking': {
      const open: OpenBlock = { kind: 'reasoning', block, signature: '', redacted: readText(value['data']) };
      return [open, [{ type: 'reasoning-start', block, choice: 0 }]];
    }
    case 'tool_use': {
      const open: OpenBlock = { kind: 'tool-call', block, initial: value['input'] ?? {}, input: '' };
      const [id, name] = [readText(value['id']), readText(value['name'])];
      return [open, [{ type: 'tool-call-start', block, choice: 0, id, name, kind: 'function' }]];
    }
    default:
      return [{ kind: 'opaque', value, input: '' }, []];
  }
}

/** `content_block_delta`. A delta that does not fit its block, or is not known, gives nothing. */
export function applyDelta(open: OpenBlock, delta: JsonObject): readonly CanonicalChunk[] {
  switch (delta['type']) {
    case 'text_delta':
      return open.kind === 'text' ? textDelta('text-delta', open.block, delta['text']) : [];
    case 'citations_delta':
      if (open.kind === 'text' && delta['citation'] !== undefined) open.citations.push(delta['citation']);
      return [];
    case 'thinking_delta':
      return open.kind === 'reasoning' ? textDelta('reasoning-delta', open.block, delta['thinking']) : [];
    case 'signature_delta':
      if (open.kind === 'reasoning') open.signature += readText(delta['signature']);
      return [];
    case 'input_json_delta':
      return applyInput(open, readText(delta['partial_json']));
    default:
      return [];
  }
}

/** `content_block_stop`, or the end of what did not get one. */
export function closeBlock(open: OpenBlock): readonly CanonicalChunk[] {
  switch (open.kind) {
    case 'text':
      return [
        { type: 'text-end', block: open.block, ...(open.citations.length > 0 && { annotations: open.citations }) },
      ];
    case 'reasoning':
      return [
        {
          type: 'reasoning-end',
          block: open.block,
          ...(openSeal(open.redacted ?? open.signature) ?? {
            ...(open.signature !== '' && { signature: open.signature }),
            ...(open.redacted !== undefined && { redacted: open.redacted }),
          }),
        },
      ];
    case 'tool-call': {
      // A call without arguments sends none (recording `tool-no-args-stream`); a whole answer says `{}`.
      const missing: CanonicalChunk = {
        type: 'tool-call-delta',
        block: open.block,
        input: writeArguments(open.initial),
      };
      return [...(open.input === '' ? [missing] : []), { type: 'tool-call-end', block: open.block }];
    }
    case 'opaque':
      return [
        { type: 'opaque', format: FORMAT, value: open.input === '' ? open.value : withInput(open.value, open.input) },
      ];
  }
}

function applyInput(open: OpenBlock, input: string): readonly CanonicalChunk[] {
  if (input === '' || (open.kind !== 'tool-call' && open.kind !== 'opaque')) return [];
  open.input += input;
  return open.kind === 'tool-call' ? [{ type: 'tool-call-delta', block: open.block, input }] : [];
}

function withInput(block: JsonObject, input: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(input);
    return isJsonObject(parsed) ? { ...block, input: parsed } : block;
  } catch {
    return block;
  }
}

function textDelta(
  type: 'text-delta' | 'reasoning-delta',
  block: number,
  value: JsonValue | undefined,
): readonly CanonicalChunk[] {
  return typeof value === 'string' && value !== '' ? [{ type, block, text: value }] : [];
}
