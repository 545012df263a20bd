import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { encodeOutput } from './encode-output.js';
import { encodeStatus } from './map-status.js';
import { writtenHere } from './own-source.js';
import { responseObject } from './response-object.js';
import { shownMembers } from './shown-members.js';

/**
 * The client's answer: the provider's own with the name that the client asked for, or one of another dialect as a response; of several
 * choices only the first has a place.
 */
export function encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject {
  const written = writtenHere(response);
  if (isJsonObject(written)) {
    const renamed = written['model'] === undefined ? {} : { model: context.requestedModel };
    return { ...written, ...renamed, ...shownMembers(written, context.shownId) };
  }
  const choice = response.choices.find(({ index }) => index === 0) ?? response.choices[0];
  const facts = {
    id: `resp_${context.newId().replaceAll('-', '')}`,
    model: context.requestedModel,
    createdAt: response.createdAt ?? Math.floor(context.now / 1000),
    serviceTier: response.serviceTier,
  };
  const state = {
    ...(choice === undefined ? { status: 'completed' as const } : encodeStatus(choice.finish)),
    output: encodeOutput(choice?.content ?? [], context.newId),
    usage: response.usage,
  };
  return responseObject(facts, state, context.request, context.keeping);
}
