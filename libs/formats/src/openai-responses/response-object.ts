import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
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
    ...(request === undefined ? DEFAULTS : toldAgain(request, new Set(keeping?.leftOut))),
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

/** Names under which an encoder leaves a member out, where they are not its own. */
const LEFT_OUT_AS: Readonly<Record<string, readonly string[]>> = {
  reasoning: ['reasoning_effort', 'thinking'],
  format: ['response_format'],
  verbosity: ['text', 'text.verbosity'],
};

/** What held of it: a member that the provider was not asked for stands there as if nobody had asked. */
function toldAgain(request: CanonicalRequest, leftOut: ReadonlySet<string>): JsonObject {
  const held = (name: string): boolean => ![name, ...(LEFT_OUT_AS[name] ?? [])].some((one) => leftOut.has(one));
  const told = Object.entries(members(request)).filter(([name, value]) => value !== undefined && held(name));
  const text = Object.entries(textOf(request)).filter(([name]) => held(name));
  return { ...DEFAULTS, ...Object.fromEntries(told), text: { format: { type: 'text' }, ...Object.fromEntries(text) } };
}

function members(request: CanonicalRequest): Readonly<Record<string, JsonValue | undefined>> {
  const untold = new Losses();
  return {
    instructions: instructionsOf(request.messages),
    max_output_tokens: request.maxOutputTokens,
    metadata: request.metadata && keepable(request.metadata),
    parallel_tool_calls: request.parallelToolCalls,
    reasoning: request.reasoning === undefined ? undefined : writtenHere(request.reasoning),
    temperature: request.temperature,
    tool_choice: request.toolChoice && (encodeToolChoice(request.toolChoice, untold) ?? 'auto'),
    tools: request.tools && encodeTools(request.tools, untold),
    top_p: request.topP,
    user: request.user,
  };
}

function textOf(request: CanonicalRequest): JsonObject {
  const { text } = encodeText(request);
  return isJsonObject(text) ? text : {};
}
