import type { Principal, RouterOverrides, RouterSettings } from '@tollgate/canonical';

/** The operator's router as this caller has it: what its key or team sets of its own goes before, setting by setting. */
export function routerOf(router: RouterSettings, { router: overrides }: Pick<Principal, 'router'>): RouterSettings {
  if (overrides === undefined) return router;
  const last = known.get(overrides);
  if (last?.of === router) return last.router;
  const own = override(router, overrides);
  known.set(overrides, { of: router, router: own });
  return own;
}

/** Timeouts and what stands on them are kept by the router that they were made for. */
const known = new WeakMap<RouterOverrides, { readonly of: RouterSettings; readonly router: RouterSettings }>();

/** Fallbacks of a key or team are nobody's word that goes before lists of models. */
function override(router: RouterSettings, overrides: RouterOverrides): RouterSettings {
  const { numRetries = router.numRetries, totalMs = router.timeouts.totalMs, ...tables } = overrides;
  const { beyondModelLists: _beyond, ...within } = router.fallbacks;
  const fallbacks = Object.keys(tables).length === 0 ? router.fallbacks : { ...within, ...tables };
  return { ...router, numRetries, timeouts: { ...router.timeouts, totalMs }, fallbacks };
}
