import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { askByTool, type SchemaToolChoice } from '@tollgate/formats';
import { type Outcome, succeed } from '@tollgate/kernel';
import type { ProviderOperation } from '@tollgate/providers';
import { asText, type TokenDecoder } from './as-text.js';

export interface FittedRequest {
  readonly request: CanonicalRequest;
  /** What was changed of it, as the operator wishes or as the model needs it. */
  readonly warnings: readonly Warning[];
}

type Fits = Pick<ProviderOperation, 'mendRequest' | 'schemaTool' | 'textOnly'>;

/**
 * A request as an operation takes it, before anything is held for it: mended where the operator asks for that, a tool for a schema that
 * the model does not take, texts for token ids.
 */
export async function fitRequest(
  request: CanonicalRequest,
  target: Pick<Target, 'model' | 'modifyParams' | 'takesSchemas'>,
  operation: Fits,
  decode: TokenDecoder,
): Promise<Outcome<FittedRequest, GatewayError>> {
  const { mendRequest, textOnly } = operation;
  const mended =
    mendRequest !== undefined && target.modifyParams === true ? mendRequest(request) : { request, warnings: [] };
  const choice = schemaToolFor(mended.request, target, operation);
  const asked = choice === undefined ? succeed(mended) : askByTool(mended.request, choice);
  if (!asked.ok) return asked;
  const fitted =
    choice === undefined ? mended : { ...asked.value, warnings: [...mended.warnings, ...asked.value.warnings] };
  if (textOnly === undefined) return succeed(fitted);
  const readable = await asText(fitted.request, decode);
  return readable.ok ? succeed({ ...fitted, request: readable.value }) : readable;
}

/** What the operator says of the model goes before what its provider's models do. */
function schemaToolFor(
  request: CanonicalRequest,
  { model, takesSchemas }: Pick<Target, 'model' | 'takesSchemas'>,
  { schemaTool }: Fits,
): SchemaToolChoice | undefined {
  if (request.responseFormat?.type !== 'json_schema' || takesSchemas === true) return undefined;
  return schemaTool?.(request, model) ?? (takesSchemas === false ? 'forced' : undefined);
}
