import { uuidV5 } from '@tollgate/kernel';
import type { ScopeLimits } from './limits.js';

/** What clients name of their own accord and spend is summed under: their end users, and what a call is for. */
export type LabelKind = 'customer' | 'tag';

/** In the place of a tenant: what an administrator of the gateway made for all of them. No id of a tenant is empty. */
export const ALL_TENANTS = '';

/** The id of a name within a tenant: two tenants' customers of one name are two. */
export function labelId(kind: LabelKind, tenant: string, name: string): string {
  return uuidV5(kind, tenant, name);
}

/** Characters of a name that are kept: longer names of clients are cut, longer names of administrators refused. */
export const LABEL_CHARACTERS_MAX = 256;

/** A customer or tag that is known, with what it may use. */
export interface Label {
  readonly id: string;
  readonly blocked: boolean;
  /** Its own limits, else those of the budget that it is linked to. */
  readonly limits: ScopeLimits;
  /** Limits of what it uses of single models: its own, else the budget's; absent: none. */
  readonly modelLimits?: Readonly<Record<string, ScopeLimits>>;
  /** Some limit or budget was set for it: the default does not count for it. */
  readonly limited: boolean;
  readonly budgetId?: string;
  /** `eu` or `us`: where a customer's calls may be answered. */
  readonly allowedRegion?: string;
  /** Model of a customer whose wish cannot be answered in its region. */
  readonly defaultModel?: string;
  /** Names of models and ids of deployments that a tag's calls may go to; absent: any. */
  readonly models?: readonly string[];
}
