import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Usage } from '@tollgate/canonical';
import { Losses } from '../losses.js';
import { keepable } from '../openai-chat/encode-metadata.js';
import { encodeUsage } from './convert-usage.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeText } from './encode-settings.js';
import { instructionsOf } from './input-items.js';
import { writtenHere } from './own-source.js';
import type { ToldKeeping } from '../format.js';

/** What a response says of itself, whatever its output. */
interface ResponseFacts {
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly serviceTier?: string | undefined;
}

/** What changes while it is made. */
interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly incomplete_details?: JsonValue;
  readonly error?: JsonValue;
  readonly output: readonly JsonValue[];
  readonly usage?: Usage | undefined;
}

/**
 * The response object of an answer that another dialect's provider gave, with every member that the API promises (API reference 2.3.0,
 * Response): what the client asked for is told again. Its provider does not keep it: it is stored where the gateway does.
 */
export function responseObject(
  { id, model, createdAt, serviceTier }: ResponseFacts,
  { status, incomplete_details = null, error = null, output, usage }: ResponseState,
  request: CanonicalRequest | undefined,
  keeping: ToldKeeping | undefined,
): JsonObject {
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status,
    background: false,
    error,
    incomplete_details,
    ...(request === undefined ? DEFAULTS : toldAgain(request)),
    previous_response_id: keeping?.previousId ?? null,
    store: keeping?.stored ?? false,
    model,
    output,
    ...(serviceTier !== undefined && { service_tier: serviceTier }),
    usage: usage === undefined ? null : encodeUsage(usage),
  };
}

const DEFAULTS: JsonObject = {
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  parallel_tool_calls: true,
  reasoning: { effort: null, summary: null },
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
};

function toldAgain(request: CanonicalRequest): JsonObject {
  const instructions = instructionsOf(request.messages);
  const untold = new Losses();
  const reasoning = request.reasoning === undefined ? undefined : writtenHere(request.reasoning);
  const { text } = encodeText(request);
  return {
    ...DEFAULTS,
    ...(instructions !== undefined && { instructions }),
    ...(request.maxOutputTokens !== undefined && { max_output_tokens: request.maxOutputTokens }),
    ...(request.metadata !== undefined && { metadata: keepable(request.metadata) }),
    ...(request.parallelToolCalls !== undefined && { parallel_tool_calls: request.parallelToolCalls }),
    ...(reasoning !== undefined && { reasoning }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(text !== undefined && { text: { format: { type: 'text' }, ...(text as JsonObject) } }),
    ...(request.toolChoice !== undefined && { tool_choice: encodeToolChoice(request.toolChoice, untold) ?? 'auto' }),
    ...(request.tools !== undefined && { tools: encodeTools(request.tools, untold) }),
    ...(request.topP !== undefined && { top_p: request.topP }),
    ...(request.user !== undefined && { user: request.user }),
  };
}
