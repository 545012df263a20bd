import { MEMBER_COSTS } from './anthropic-messages/member-costs.js';
import { REQUEST_MEMBERS } from './gemini/request-members.js';
import { GATEWAY_MEMBERS } from './lift-gateway-fields.js';
import { CHAT_MEMBERS } from './openai-chat/chat-members.js';
import { RESPONSES_MEMBERS } from './openai-responses/responses-members.js';
import { COMPLETION_MEMBERS } from './openai-completions/completion-members.js';
import { OPERATION_MEMBERS } from './openai-operation/operation-members.js';
import { DESTINATION_MEMBERS } from './refuse-client-destinations.js';

/** Every name that a request's top level can have in some dialect and that means something to the gateway or to a provider. */
const KNOWN_MEMBERS: ReadonlySet<string> = new Set([
  ...Object.keys(CHAT_MEMBERS),
  ...Object.keys(RESPONSES_MEMBERS),
  ...Object.keys(COMPLETION_MEMBERS),
  ...Object.keys(MEMBER_COSTS),
  ...Object.keys(REQUEST_MEMBERS),
  ...OPERATION_MEMBERS,
  ...GATEWAY_MEMBERS,
  ...DESTINATION_MEMBERS,
]);

/** Known members by what their names come to when case does not count. */
const FOLDED: ReadonlyMap<string, string> = new Map([...KNOWN_MEMBERS].map((name) => [fold(name), name]));

/**
 * The known member from which a name differs only by case, undefined for all others: some parsers would read such a name as that member,
 * and others would not. Upper case is looked at as well as lower, since Go's JSON reads U+017F as an s and U+212A as a k.
 */
export function misspeltMember(name: string): string | undefined {
  if (KNOWN_MEMBERS.has(name)) return undefined;
  return FOLDED.get(fold(name));
}

function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}
