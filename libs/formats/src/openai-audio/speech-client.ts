import { fail, succeed, type Outcome } from '@tollgate/kernel';
import { type CanonicalRequest, GatewayError } from '@tollgate/canonical';
import type { ClientFormat, ClientInput } from '../format.js';
import { type Check, checkMembers, string } from '../check-members.js';
import { openBody } from '../openai-chat/open-body.js';
import { clientOf } from '../openai-operation/client-of.js';
import { encodeJsonResult } from '../openai-operation/encode-json-result.js';

/** Longest text that OpenAI speaks at once, characters (API reference, speech); hosts of the dialect have no larger one. */
const CHARACTERS_MAX = 4_096;

const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    input: {
      holds: (value) => typeof value === 'string' && value !== '' && value.length <= CHARACTERS_MAX,
      expected: `a text of at most ${String(CHARACTERS_MAX)} characters`,
    },
    instructions: string,
    response_format: string,
  }),
);
const PLACED: ReadonlySet<string> = new Set([...CHECKS.keys(), 'metadata']);

/** OpenAI's speech as clients speak it: JSON, answered with audio as it is made. */
export const openaiSpeechClient: ClientFormat = clientOf({
  id: 'openai-audio',
  framing: 'raw',
  decodeRequest,
  encodeResponse: encodeJsonResult,
});

function decodeRequest(client: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(client);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const invalid = checkMembers(body, CHECKS);
  if (invalid !== undefined) return fail(invalid);
  const {
    model,
    input,
    instructions,
    response_format: responseFormat,
  } = body as Readonly<Record<string, string | undefined>>;
  if (input === undefined || input === null) {
    const message = "/audio/speech: Missing required parameter: 'input'.";
    return fail(new GatewayError('missing_parameter', { message, param: 'input' }));
  }
  return succeed({
    operation: 'speech',
    format: 'openai-audio',
    model: model ?? '',
    messages: [],
    input: {
      operation: 'speech',
      text: input,
      ...(instructions !== undefined && { instructions }),
      ...(responseFormat !== undefined && { responseFormat }),
    },
    ...(metadata !== undefined && { metadata }),
    // the audio is passed on as it comes, whatever the client asked for
    stream: true,
    streamUsage: false,
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name))),
    gateway,
  });
}
