import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { openSeal } from '../reasoning-seal.js';
import { readText, readThinking } from './decode-part.js';
import { openSpoken, sealReasoning, speak, type ChoiceState, type StreamState } from './stream-state.js';

/**
 * LiteLLM's `delta.thinking_blocks`: Anthropic's reasoning with the seal that must go back with the next turn (its
 * `ModelResponseIterator`). The text comes as `reasoning_content` too, `told` when in this very delta, so it is taken from here only
 * where nobody told it: LiteLLM gives the sealed element without text, Tollgate with the whole.
 */
export function decodeThinkingBlocks(
  state: StreamState,
  choice: ChoiceState,
  blocks: JsonValue | undefined,
  told: boolean,
  out: CanonicalChunk[],
): void {
  if (!Array.isArray(blocks)) return;
  for (const block of (blocks as readonly JsonValue[]).filter(isJsonObject)) {
    if (block['type'] === 'redacted_thinking') {
      openSpoken(state, choice, 'reasoning', out);
      const redacted = readText(block['data']);
      sealReasoning(state, choice, openSeal(redacted) ?? { redacted }, out);
      continue;
    }
    const text = readThinking(block['thinking']);
    const signature = readText(block['signature']);
    const repeats = signature !== '' && choice.spoken?.kind === 'reasoning';
    if (text !== '' && !told && !repeats) speak(state, choice, 'reasoning', text, out);
    if (signature !== '') sealReasoning(state, choice, openSeal(signature) ?? { signature }, out);
  }
}
