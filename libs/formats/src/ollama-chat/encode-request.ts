import { fail, succeed, isJsonObject, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GOVERNED_EVERYWHERE, type CanonicalRequest, type GatewayError, type Target } from '@tollgate/canonical';
import { dropParameters } from '../drop-parameters.js';
import { pathsToDrop } from '../drop-settings.js';
import type { Encoded } from '../format.js';
import { Losses } from '../losses.js';
import { refuseMedia } from '../media/refuse-media.js';
import { nameGoverned } from '../name-governed.js';
import { nameUnread } from '../name-unread.js';
import { omitParameters } from '../omit-parameters.js';
import { encodeMetadata } from '../openai-chat/encode-metadata.js';
import { refuseKeptState } from '../refuse-kept-state.js';
import { tolerateLosses } from '../tolerate-losses.js';
import { encodeMessages } from './convert-messages.js';
import { encodeTools } from './convert-tools.js';
import { encodeParameters } from './encode-parameters.js';
import { FORMAT } from './format-name.js';
import { LIMIT } from './members.js';

/** What the gateway has authorized and reserved: neither `extra_body` nor a drop changes it. */
const GOVERNED: ReadonlySet<string> = new Set([...GOVERNED_EVERYWHERE, 'options']);

/**
 * The body of `POST /api/chat`: the model's settings beneath `options`, the rest beside them. Says what it streams, since Ollama streams
 * unasked. Refuses, in LiteLLM's words, what Ollama has no member for and the target does not drop.
 */
export function encodeRequest(sent: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const kept = refuseKeptState(sent, target, FORMAT);
  if (kept !== undefined) return fail(kept);
  const drops = pathsToDrop(sent, target);
  const request = omitParameters(sent, drops);
  const losses = new Losses();
  const metadata = encodeMetadata(request, target, {}, losses);
  if (!metadata.ok) return metadata;
  nameUnread(request, FORMAT, losses);
  refuseMedia(request, target, FORMAT, losses);
  nameGoverned(target, (name) => name !== 'options' && GOVERNED.has(name), losses);
  const { options, members } = encodeParameters(request, target, losses);
  const body: JsonObject = {
    model: target.model,
    messages: encodeMessages(request.messages, losses),
    ...encodeTools(request, losses),
    ...members,
    ...readExtraBody(target),
    stream: request.stream,
    options: { ...options, ...readExtraOptions(target, options) },
  };
  const tolerated = tolerateLosses(request, target, losses);
  if (!tolerated.ok) return tolerated;
  const free = drops.filter((path) => !GOVERNED.has(path.split(/[.[]/)[0] ?? ''));
  const dropped = dropParameters(body, sent, free);
  return succeed({
    body: { ...dropped.body, ...tolerated.value.allowed },
    warnings: [...tolerated.value.warnings, ...dropped.warnings],
  });
}

function readExtraBody({ extraBody }: Target): JsonObject {
  return Object.fromEntries(Object.entries(extraBody).filter(([name]) => !GOVERNED.has(name)));
}

/** The operator's own options; a limit of theirs stands only where the client named none. */
function readExtraOptions({ extraBody }: Target, options: JsonObject): JsonObject {
  const { options: extra } = extraBody;
  if (!isJsonObject(extra)) return {};
  const limited = options[LIMIT] !== undefined;
  return Object.fromEntries(
    Object.entries(extra).filter((entry): entry is [string, JsonValue] => !(limited && entry[0] === LIMIT)),
  );
}
