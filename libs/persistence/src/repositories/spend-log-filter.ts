import type { Instant, NanoUsd } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';
import { escapeLike } from './escape-like.js';

/** What stands beside a call. */
const ofCall = Prisma.sql`beside.request_id = f.request_id AND beside.received_at = f.received_at`;

/** Which rows of the ledger are asked for. */
export interface SpendLogFilter {
  /** Hash of a key's secret; any secret of the key counts, and so does a hash that only the record names (the master key's). */
  readonly keyHash?: string | undefined;
  readonly userId?: string | undefined;
  /** Our request id, the call id, or the id in the provider's answer. */
  readonly requestId?: string | undefined;
  /** The session that the calls named. */
  readonly sessionId?: string | undefined;
  /** From this instant on. */
  readonly from?: Instant | undefined;
  /** Before this instant. */
  readonly to?: Instant | undefined;
  readonly teamId?: string | undefined;
  /** At least this cost. A cost that is unknown is neither above nor below anything. */
  readonly minCostNano?: NanoUsd | undefined;
  /** At most this cost. */
  readonly maxCostNano?: NanoUsd | undefined;
  /** `failure`: whatever is no success, cancelled and interrupted calls too. */
  readonly outcome?: 'success' | 'failure' | undefined;
  /** Calls that ended with this HTTP status and no success. */
  readonly errorStatus?: number | undefined;
  /** Part of what is told of a failure, in any case. */
  readonly errorPart?: string | undefined;
  /** Id of the deployment that answered. */
  readonly deploymentId?: string | undefined;
  /** Name of the model as the row shows it, its group, or the provider's name for it. */
  readonly model?: string | undefined;
  /** Alias that the key had at the call. */
  readonly keyAlias?: string | undefined;
  /** Customer (end user) by the name that the call gave. */
  readonly customer?: string | undefined;
}

export function inRange({ from, to }: Pick<SpendLogFilter, 'from' | 'to'>): readonly Prisma.Sql[] {
  return [
    ...(from === undefined ? [] : [Prisma.sql`f.received_at >= ${new Date(from)}`]),
    ...(to === undefined ? [] : [Prisma.sql`f.received_at < ${new Date(to)}`]),
  ];
}

/** Conditions on holders that facts and daily sums have in the same columns, each with an index. */
export function ofHolder({ userId, teamId }: SpendLogFilter, keyId: string | undefined): readonly Prisma.Sql[] {
  return [
    ...(userId === undefined ? [] : [Prisma.sql`f.user_id = ${userId}`]),
    ...(teamId === undefined ? [] : [Prisma.sql`f.team_id = ${teamId}`]),
    ...(keyId === undefined ? [] : [Prisma.sql`f.key_id = ${keyId}::uuid`]),
  ];
}

/** The conditions that no index answers: they are asked of each row that the others leave. */
export function narrow(filter: SpendLogFilter, customerIds: readonly string[]): readonly Prisma.Sql[] {
  const { minCostNano, maxCostNano, outcome, errorStatus, errorPart, deploymentId, model, keyAlias, customer } = filter;
  return [
    ...(minCostNano === undefined ? [] : [Prisma.sql`f.cost_nano >= ${minCostNano}`]),
    ...(maxCostNano === undefined ? [] : [Prisma.sql`f.cost_nano <= ${maxCostNano}`]),
    ...(outcome === undefined ? [] : [Prisma.sql`(f.status = 'success') = ${outcome === 'success'}`]),
    ...(errorStatus === undefined ? [] : [Prisma.sql`f.status <> 'success' AND f.http_status = ${errorStatus}`]),
    ...(errorPart === undefined ? [] : [failedWith(errorPart)]),
    ...(deploymentId === undefined ? [] : [Prisma.sql`f.deployment_id = ${deploymentId}`]),
    ...(model === undefined ? [] : [Prisma.sql`${model} IN (f.litellm_model, f.model_group, f.model)`]),
    ...(keyAlias === undefined ? [] : [beside(Prisma.sql`beside.key_alias = ${keyAlias}`)]),
    ...(customer === undefined ? [] : [ofCustomer(customer, customerIds)]),
  ];
}

/** One that was deleted has no ids any more: the name stands beside each of its calls. */
function ofCustomer(name: string, ids: readonly string[]): Prisma.Sql {
  if (ids.length === 0) return beside(Prisma.sql`beside.customer = ${name}`);
  return Prisma.sql`f.customer_id = ANY(${[...ids]}::uuid[])`;
}

/** Looked up beside each failure and no success: joined, it would be looked for in every row of the range. */
function failedWith(part: string): Prisma.Sql {
  return Prisma.sql`CASE WHEN f.status <> 'success' THEN (SELECT beside.error_message ILIKE ${`%${escapeLike(part)}%`}
    FROM tollgate.request_attribute AS beside WHERE ${ofCall}) END`;
}

function beside(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM tollgate.request_attribute AS beside WHERE ${ofCall} AND ${condition})`;
}
