import type { CanonicalRequest, Snapshot, Warning } from '@tollgate/canonical';
import type { Dispatched } from '@tollgate/dispatch';
import type { Surface } from '../pipeline/surface.js';
import { isAskedOverResponses } from './is-asked-over-responses.js';

interface Asked {
  readonly surface: Surface;
  readonly request?: CanonicalRequest;
  readonly snapshot: Snapshot;
}

/** Whether the gateway keeps an answer; undefined for one that is not its to keep: of another dialect, or of the provider's own. */
export function isStored(
  { surface, request, snapshot }: Asked,
  { operation, step }: Dispatched['attempt'],
): boolean | undefined {
  if (surface.format.id !== 'openai-responses' || operation.format.id === surface.format.id) return undefined;
  return (
    request?.store !== false &&
    snapshot.settings.keepsNoResponses !== true &&
    !isAskedOverResponses(step.deployment.target)
  );
}

/** What a client asked to be kept with an answer that is not: the gateway alone could, and does not. */
export function unkept(asked: Asked, attempt: Dispatched['attempt']): readonly Warning[] {
  const { request } = asked;
  if (request === undefined || request.store === false || isStored(asked, attempt) !== false) return [];
  const wanted = [
    ...(request.store === true ? ['store'] : []),
    ...(request.metadata === undefined ? [] : ['metadata']),
  ];
  return wanted.map((path) => ({ code: 'dropped', path, reason: 'the gateway keeps no answer of this deployment' }));
}
