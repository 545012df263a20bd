import { isJsonObject } from '@tollgate/kernel';
import { GatewayError, type ContentPart, type FormatId } from '@tollgate/canonical';

/** Content that a provider cannot be told: no setting lets it be left out, since the answer would be to another question. */
export interface UntellableContent {
  /** The part's type in the words of whoever wrote it (`container_upload`). */
  readonly name: string;
  readonly reason: string;
  /** What the caller can do about it, a whole sentence. */
  readonly mend: string;
}

/** A mend for a file that is kept where the provider does not reach. */
export const AS_BYTES = 'Send its bytes inline, as base64.';
/** A mend for a part that the provider's dialect has no word for. */
export const ELSEWHERE = 'Send what it says as text, or ask a model of a provider that takes it.';

/** Names the part as its writer did. */
export function untellable(part: ContentPart, reason: string, mend: string): UntellableContent {
  return { name: nameOfPart(part), reason, mend };
}

/** What says something beside what a part of Gemini's is. */
const BESIDE: ReadonlySet<string> = new Set([
  'thought',
  'thoughtSignature',
  'thought_signature',
  'videoMetadata',
  'video_metadata',
  'mediaResolution',
  'media_resolution',
  'partMetadata',
  'part_metadata',
  'mediaProcessing',
  'media_processing',
]);

/** A part's type as its writer wrote it (of Gemini's, the member that says what it is); the canonical one where nobody did. */
export function nameOfPart(part: ContentPart): string {
  const written = part.source?.value;
  if (!isJsonObject(written)) return part.type;
  if (typeof written['type'] === 'string') return written['type'];
  const kind = part.source?.format === 'gemini' ? Object.keys(written).find((name) => !BESIDE.has(name)) : undefined;
  return kind ?? part.type;
}

/** Mends for what only a text completion can hold. */
const OF_COMPLETIONS: Readonly<Record<string, string>> = {
  suffix: 'Leave it out, or ask a model that completes texts.',
  tokens: 'Send the prompt as text, or ask a model that completes texts.',
};

/** A 400 in the caller's dialect that names the part and how to mend the request. */
export function unsupportedContent(
  { name, reason, mend }: UntellableContent,
  caller: FormatId,
  provider: string,
): GatewayError {
  const what = `'${name}' cannot be sent to ${provider}: ${reason}.`;
  const told = `${what} ${mend}`;
  if (caller === 'anthropic-messages') return refusal(`messages: content block ${told}`, 'messages');
  if (caller === 'openai-completions') {
    const param = name === 'suffix' ? name : 'prompt';
    const own = Object.hasOwn(OF_COMPLETIONS, name) ? OF_COMPLETIONS[name] : undefined;
    return refusal(`Invalid value for '${param}': ${what} ${own ?? mend}`, param);
  }
  if (caller === 'gemini') return refusal(`Invalid value at 'contents': part ${told}`, 'contents');
  if (caller === 'openai-responses') return refusal(`Invalid value for 'input': content part ${told}`, 'input');
  return refusal(`Invalid value for 'messages': content part ${told}`, 'messages');
}

function refusal(message: string, param: string): GatewayError {
  return new GatewayError('invalid_request', { message, param });
}
