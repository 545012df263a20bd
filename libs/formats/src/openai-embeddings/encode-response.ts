import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import { type CanonicalResponse, type EmbeddingsInput, totalInputTokens } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { toBase64, toFloats } from './convert-vectors.js';

type Form = NonNullable<EmbeddingsInput['encodingFormat']>;

/** OpenAI's list of vectors, in the form that the client asked for whatever the provider's is. */
export function encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject {
  const { result, source, usage } = response;
  const vectors = result?.kind === 'embeddings' ? result.vectors : [];
  const form = formOf(context);
  const own = source?.format === 'openai-embeddings' && isJsonObject(source.value) ? source.value : undefined;
  const told = { model: context.requestedModel, ...tellUsage(usage, own) };
  if (own !== undefined && vectors.every((vector) => isOf(form, vector))) return { ...own, ...told };
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    embedding: isOf(form, vector) ? vector : typeof vector === 'string' ? toFloats(vector) : toBase64(vector),
    index,
  }));
  return own === undefined ? { object: 'list', data, ...told } : { ...own, data, ...told };
}

/** The provider's own words, where it has any. */
function tellUsage(usage: CanonicalResponse['usage'], own: JsonObject | undefined): JsonObject {
  if (own !== undefined && (isJsonObject(own['usage']) || usage === undefined)) return {};
  const tokens = usage === undefined ? 0 : totalInputTokens(usage);
  return { usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** The form asked for; `float` where the client named none, as OpenAI answers it. */
function formOf({ request }: ResponseContext): Form {
  return (request?.input?.operation === 'embeddings' ? request.input.encodingFormat : undefined) ?? 'float';
}

function isOf(form: Form, vector: readonly number[] | string): boolean {
  return (typeof vector === 'string') === (form === 'base64');
}
