import { fail, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import { type CanonicalRequest, GatewayError, type TranscriptionInput } from '@tollgate/canonical';
import type { ClientFormat, ClientInput } from '../format.js';
import { measureAudio } from '../audio-length/measure-audio.js';
import { openBody } from '../openai-chat/open-body.js';
import { invalidMember } from '../check-members.js';
import { clientOf } from '../openai-operation/client-of.js';
import { encodeJsonResult } from '../openai-operation/encode-json-result.js';

const PLACED: ReadonlySet<string> = new Set(['model', 'prompt', 'response_format', 'stream', 'metadata']);

/** OpenAI's transcriptions as clients speak them: a form with a file, answered with JSON, a text, subtitles or a stream. */
export const openaiTranscriptionsClient: ClientFormat = clientFor('transcription');

/** OpenAI's translations of speech into English: the same form. */
export const openaiTranslationsClient: ClientFormat = clientFor('translation');

function clientFor(operation: TranscriptionInput['operation']): ClientFormat {
  return clientOf({
    id: 'openai-audio',
    decodeRequest: (input) => decodeRequest(input, operation),
    encodeResponse: encodeJsonResult,
  });
}

/** The form's fields stay texts, as they go on to the provider. */
function decodeRequest(
  input: ClientInput,
  operation: TranscriptionInput['operation'],
): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(input);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const [file, ...others] = input.files ?? [];
  if (file?.field !== 'file' || others.length > 0) return fail(missingFile());
  const invalid = ['model', 'prompt', 'response_format', 'stream'].find((name) => isNoText(body, name));
  if (invalid !== undefined) return fail(invalidMember(invalid, 'one text'));
  const { model, prompt, response_format: responseFormat } = body as Readonly<Record<string, string | undefined>>;
  const length = measureAudio(file.bytes);
  return succeed({
    operation,
    format: 'openai-audio',
    model: model ?? '',
    messages: [],
    input: {
      operation,
      file,
      ...(length !== undefined && { length: { seconds: Math.ceil(length.seconds), exact: length.exact } }),
      ...(responseFormat !== undefined && { responseFormat }),
      ...(prompt !== undefined && { prompt }),
    },
    ...(metadata !== undefined && { metadata }),
    // a translation has no streams
    stream: operation === 'transcription' && isTrue(body['stream']),
    streamUsage: true,
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name))),
    gateway,
  });
}

function isNoText(body: JsonObject, name: string): boolean {
  const value = body[name];
  return value !== undefined && value !== null && typeof value !== 'string';
}

function isTrue(value: unknown): boolean {
  return typeof value === 'string' && /^(true|1)$/i.test(value.trim());
}

function missingFile(): GatewayError {
  const message = "Missing required parameter: 'file'. Send one audio file as the form's field 'file'.";
  return new GatewayError('missing_parameter', { message, param: 'file' });
}
