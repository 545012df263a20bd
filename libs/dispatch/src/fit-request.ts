import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { askByTool, pathsToDrop, type SchemaToolChoice, wrapSchema } from '@tollgate/formats';
import { type Outcome, succeed } from '@tollgate/kernel';
import type { ProviderOperation } from '@tollgate/providers';
import { asText, type TokenDecoder } from './as-text.js';

export interface FittedRequest {
  readonly request: CanonicalRequest;
  /** What was changed of it, as the operator wishes or as the model needs it. */
  readonly warnings: readonly Warning[];
}

type Fits = Pick<ProviderOperation, 'mendRequest' | 'objectSchemas' | 'schemaTool' | 'textOnly'>;

/**
 * A request as an operation takes it, before anything is held for it: mended where the operator asks for that, a tool for a schema that
 * the model does not take, texts for token ids.
 */
export async function fitRequest(
  request: CanonicalRequest,
  target: Pick<Target, 'additionalDropParams' | 'model' | 'modifyParams' | 'takesSchemas'>,
  operation: Fits,
  decode: TokenDecoder,
): Promise<Outcome<FittedRequest, GatewayError>> {
  const { mendRequest, textOnly } = operation;
  const mended =
    mendRequest !== undefined && target.modifyParams === true ? mendRequest(request) : { request, warnings: [] };
  const asked = askForSchema(mended.request, target, operation);
  const fitted = { request: asked.request, warnings: [...mended.warnings, ...asked.warnings] };
  if (textOnly === undefined) return succeed(fitted);
  const readable = await asText(fitted.request, decode);
  return readable.ok ? succeed({ ...fitted, request: readable.value }) : readable;
}

/** A client of OpenAI's dialects knows what its schemas are of, and is told by the provider; what the operator says of the model goes first. */
function askForSchema(
  request: CanonicalRequest,
  target: Pick<Target, 'additionalDropParams' | 'model' | 'takesSchemas'>,
  { schemaTool, objectSchemas }: Fits,
): FittedRequest {
  // what is to be left out is left out and named by the format
  if (request.responseFormat?.type !== 'json_schema' || pathsToDrop(request, target).includes('response_format'))
    return { request, warnings: [] };
  const { model, takesSchemas } = target;
  const unlessTold = takesSchemas === false ? 'forced' : undefined;
  const choice: SchemaToolChoice | undefined =
    takesSchemas === true ? undefined : (schemaTool?.(request, model) ?? unlessTold);
  if (choice !== undefined) return askByTool(request, choice);
  const wraps = objectSchemas === true && !request.format.startsWith('openai-');
  return { request: wraps ? wrapSchema(request) : request, warnings: [] };
}
