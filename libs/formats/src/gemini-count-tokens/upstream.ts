import { isJsonObject, succeed, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { geminiUpstream } from '../gemini/index.js';
import { boundCount } from '../token-count/bound-count.js';

/** Google's endpoint for counting the tokens of a request (recording `basic`). It is free of charge. */
export const geminiCountTokensUpstream: UpstreamFormat = {
  ...geminiUpstream,
  encodeRequest,
  decodeResponse: (body) => {
    const tokens = isJsonObject(body) ? body['totalTokens'] : undefined;
    if (typeof tokens !== 'number') throw new DecodeError('gemini', 'the answer has no totalTokens');
    return { id: '', model: '', choices: [], result: { kind: 'token-count', inputTokens: tokens, counted: false } };
  },
  boundUsage: boundCount,
};

/** The request whose tokens are counted names its model itself. */
function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const encoded = geminiUpstream.encodeRequest(request, target);
  if (!encoded.ok) return encoded;
  const model = `models/${target.model.replace(/^models\//, '')}`;
  return succeed({
    body: { generateContentRequest: { ...encoded.value.body, model } },
    warnings: encoded.value.warnings,
  });
}
