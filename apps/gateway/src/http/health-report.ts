import { findModelDenial } from '@tollgate/admission';
import { type Deployment, deploymentsOf, type Principal, resolveModel, type Snapshot } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { HealthView } from '@tollgate/routing';
import { maySeeAllTenants } from './may-see-all-tenants.js';

/**
 * `GET /health` in LiteLLM's form: what recent calls said of each deployment; nothing is asked (`probeHealth` does). An admin or viewer sees every
 * deployment with its address, any other key those that serve a model it may use, without.
 */
export function reportHealth(principal: Principal, snapshot: Snapshot, view: HealthView): JsonObject {
  const whole = maySeeAllTenants(principal);
  const visible = whole ? deploymentsOf(snapshot) : usableDeployments(principal, snapshot);
  return healthReport(
    visible.map((deployment) => {
      const recent = view.get(deployment.id);
      return {
        healthy: recent?.healthy ?? true,
        shown: { ...describeDeployment(deployment, whole), ...recent?.shown },
      };
    }),
  );
}

/** LiteLLM's two lists. */
export function healthReport(
  deployments: readonly { readonly healthy: boolean; readonly shown: JsonObject }[],
): JsonObject {
  const healthy = deployments.filter((one) => one.healthy).map(({ shown }) => shown);
  const unhealthy = deployments.filter((one) => !one.healthy).map(({ shown }) => shown);
  return {
    healthy_endpoints: healthy,
    unhealthy_endpoints: unhealthy,
    healthy_count: healthy.length,
    unhealthy_count: unhealthy.length,
  };
}

/** Which deployment it is; `whole`: with its address, without what is secret in it. */
export function describeDeployment({ target, group, id }: Deployment, whole: boolean): JsonObject {
  return {
    model: target.litellmModel,
    model_name: group,
    model_id: id,
    ...(whole && { api_base: withoutSecrets(target.apiBase) }),
  };
}

/** Those behind a name that the caller may ask for. */
function usableDeployments(principal: Principal, snapshot: Snapshot): readonly Deployment[] {
  const mayUse = (name: string): boolean => findModelDenial(principal, snapshot, name) === undefined;
  const usable = new Set([
    ...deploymentsOf(snapshot).filter(({ group, teamId }) => isNoOthers(principal, teamId) && mayUse(group)),
    ...namesBeside(principal, snapshot)
      .filter(mayUse)
      .flatMap((name) => resolveModel(snapshot, someModelOf(name), principal.teamId)?.deployments ?? []),
  ]);
  return deploymentsOf(snapshot).filter((deployment) => usable.has(deployment));
}

function isNoOthers(principal: Principal, teamId: string | undefined): boolean {
  return teamId === undefined || teamId === principal.teamId;
}

/** What a list may hold instead of a group's own name: an alias, or a model or a narrower pattern beneath a wildcard. */
function namesBeside({ models, teamModels, aliases }: Principal, snapshot: Snapshot): readonly string[] {
  return [...snapshot.aliases.keys(), ...models, ...teamModels, ...Object.values(aliases)];
}

/** A pattern is resolved by a model that it takes in. */
function someModelOf(name: string): string {
  return name.replaceAll('*', 'x');
}

/** Some providers take a key in the address. */
function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return '';
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
