import { succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import type { Encoded } from '../format.js';
import { Losses } from '../losses.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { readEmbeddings } from './read-embeddings.js';
import type { EmbeddingsQuirks } from './quirks.js';

/** What was counted: no setting of the operator's changes it for a caller. */
const GOVERNED: ReadonlySet<string> = new Set(['model', 'input']);

/** The provider's body with every input; `split` makes requests of it that the host takes. */
export function encodeRequest(
  request: CanonicalRequest,
  target: Target,
  quirks: EmbeddingsQuirks,
): Outcome<Encoded, GatewayError> {
  const { inputs, single, dimensions, encodingFormat } = readEmbeddings(request);
  const losses = new Losses();
  const [first = ''] = inputs;
  const written: JsonObject = {
    input: single ? first : inputs,
    model: target.model,
    ...(dimensions !== undefined && { [quirks.dimensionsField ?? 'dimensions']: dimensions }),
    // a host without base64 is not asked for it: the vectors are put into that form here
    ...(encodingFormat !== undefined && quirks.floatsOnly === undefined && { encoding_format: encodingFormat }),
    ...(request.user !== undefined && { user: request.user }),
    ...request.extra,
  };
  const rules = {
    provider: quirks.provider,
    unsupported: (_model: string, name: string) => quirks.unsupported?.includes(name) === true,
    governed: GOVERNED,
  };
  const body = encodeMembers(written, request, target, rules, losses);
  return body.ok ? succeed({ body: body.value, warnings: losses.warnings }) : body;
}
