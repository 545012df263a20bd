import { authorize } from '@tollgate/admission';
import type { Principal, RouteStep, Snapshot } from '@tollgate/canonical';
import type { Walked } from './build-record.js';
import { wishedModels } from './permit.js';
import { routerOf } from './router-of.js';

/**
 * Whether a caller, as it is now, may still have the answer that it is being sent: the model that it asked for, and the group that is answering in
 * its place, unless the operator's fallbacks go before the lists of models.
 */
export function mayGoOn(
  walked: Partial<Pick<Walked, 'request' | 'ingress'>>,
  attempted: RouteStep['model'] | undefined,
  caller: Principal,
  snapshot: Snapshot,
): boolean {
  const { request, ingress } = walked;
  if (request === undefined || ingress === undefined) return true;
  const asked = authorize(caller, request, snapshot, ingress.path);
  if (!asked.ok) return false;
  if (attempted === undefined || attempted.group === asked.value.model.group) return true;
  const names = [attempted.name, attempted.group];
  const isWish = wishedModels(request).some((wished) => names.includes(wished));
  if (!isWish && routerOf(snapshot.router, caller).fallbacks.beyondModelLists === true) return true;
  return names.some((model) => authorize(caller, { model }, snapshot, ingress.path).ok);
}
