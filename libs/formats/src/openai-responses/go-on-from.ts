import { fail, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { type CanonicalRequest, GatewayError } from '@tollgate/canonical';
import { decodeInput } from './decode-input.js';
import { inputItems, instructionsOf } from './input-items.js';

/**
 * The request with a conversation before its input, in the place of the `previous_response_id` that stood for it. Instructions are the
 * new ones alone (API reference 2.3.0, `instructions`). Refused, in the API's own words, where a call has no result or a result no call:
 * every provider would refuse it in words of its own.
 */
export function goOnFrom(
  request: CanonicalRequest,
  history: readonly JsonObject[],
): Outcome<CanonicalRequest, GatewayError> {
  const { previous_response_id: _previous, ...extra } = request.extra;
  return replaceInput({ ...request, extra }, [...history, ...inputItems(request)]);
}

/** The request with these items as its input. Refused as `goOnFrom` is. */
export function replaceInput(
  request: CanonicalRequest,
  items: readonly JsonObject[],
): Outcome<CanonicalRequest, GatewayError> {
  const unpaired = findUnpaired(items);
  if (unpaired !== undefined) return fail(new GatewayError('invalid_request', { message: unpaired, param: 'input' }));
  return succeed({ ...request, messages: decodeInput(instructionsOf(request.messages), items) });
}

/** Items whose reasoning keeps its words and loses its seals: for a provider that cannot open them. */
export function withoutSeals(items: readonly JsonObject[]): readonly JsonObject[] {
  return items.map((item) => {
    if (item['type'] !== 'reasoning') return item;
    const { encrypted_content: _sealed, ...open } = item;
    return open;
  });
}

const CALLS = new Set(['function_call', 'custom_tool_call']);
const RESULTS = new Set(['function_call_output', 'custom_tool_call_output']);

function findUnpaired(items: readonly JsonObject[]): string | undefined {
  const open = new Set<string>();
  const known = new Set<string>();
  for (const { type, call_id: id } of items) {
    if (typeof type !== 'string' || typeof id !== 'string') continue;
    if (CALLS.has(type)) {
      open.add(id);
      known.add(id);
    } else if (RESULTS.has(type)) {
      if (!known.has(id)) return `No tool call found for function call output with call_id ${id}.`;
      open.delete(id);
    }
  }
  const [unanswered] = open;
  return unanswered === undefined ? undefined : `No tool output found for function call ${unanswered}.`;
}
