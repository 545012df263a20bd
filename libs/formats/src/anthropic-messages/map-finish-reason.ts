import type { JsonValue } from '@tollgate/kernel';
import type { Finish, FinishReason } from '@tollgate/canonical';

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  stop_sequence: 'stop-sequence',
  tool_use: 'tool-calls',
  pause_turn: 'pause',
  refusal: 'refusal',
};

/** The Messages API has no word for an answer that failed: clients that do not know this one take it for none of theirs, not for an end. */
const STOP_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  'stop-sequence': 'stop_sequence',
  pause: 'pause_turn',
  refusal: 'refusal',
  failed: 'error',
  other: 'end_turn',
};

/** `stop_reason` and `stop_sequence`; a word that is not known (`compaction`) is kept in `raw`. */
export function decodeStopReason(reason: JsonValue | undefined, sequence: JsonValue | undefined): Finish {
  const raw = typeof reason === 'string' ? reason : undefined;
  return {
    reason: (raw !== undefined && Object.hasOwn(REASONS, raw) ? REASONS[raw] : undefined) ?? 'other',
    ...(raw !== undefined && { raw }),
    ...(typeof sequence === 'string' && { stopSequence: sequence }),
  };
}

/** What an answer of another dialect held beside its text. */
interface Held {
  readonly refusal: boolean;
  readonly toolCall: boolean;
}

/**
 * The members that tell a client of this dialect why the answer ended. Other dialects may end an answer that refuses, or that calls a tool
 * (OpenAI where the client forced one function), with a mere stop: a client of this one acts on the reason alone.
 */
export function encodeStopReason(
  finish: Finish,
  held: Held,
): {
  readonly stop_reason: string;
  readonly stop_sequence: string | null;
} {
  return { stop_reason: STOP_REASONS[reasonOf(finish, held)], stop_sequence: finish.stopSequence ?? null };
}

function reasonOf({ reason }: Finish, { refusal, toolCall }: Held): FinishReason {
  if (reason !== 'stop') return reason;
  if (refusal) return 'refusal';
  return toolCall ? 'tool-calls' : 'stop';
}
