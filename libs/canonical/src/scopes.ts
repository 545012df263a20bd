/** What a caller's scope uses of one model; the id is the scope's, a colon and the model's name. By LiteLLM's descriptors. */
const MODEL_SHARES = [
  { name: 'model_per_key', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_user', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_team', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_team_member', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_project', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_organization', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_organization_member', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_customer', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'model_per_tag', record: undefined, column: undefined, ownedBy: 'caller' },
] as const;

/**
 * Every scope that can hold a limit or that spend is summed by: one row each. Reserving, seeding counters, balances, roll-ups,
 * spend queries and the admin's views iterate this table; a parity test compares it with `schema.prisma`.
 */
export const SCOPES = [
  { name: 'key', record: 'keyId', column: 'key_id', ownedBy: 'caller' },
  { name: 'user', record: 'userId', column: 'user_id', ownedBy: 'caller' },
  { name: 'team', record: 'teamId', column: 'team_id', ownedBy: 'caller' },
  { name: 'team_member', record: 'teamMemberId', column: 'team_member_id', ownedBy: 'caller' },
  { name: 'project', record: 'projectId', column: 'project_id', ownedBy: 'caller' },
  { name: 'organization', record: 'organizationId', column: 'organization_id', ownedBy: 'caller' },
  { name: 'organization_member', record: undefined, column: undefined, ownedBy: 'caller' },
  { name: 'customer', record: 'customerId', column: 'customer_id', ownedBy: 'caller' },
  { name: 'tag', record: 'tagIds', column: 'tag_ids', ownedBy: 'caller' },
  ...MODEL_SHARES,
  { name: 'model', record: 'modelGroup', column: 'model_group', ownedBy: 'target' },
  { name: 'provider', record: 'provider', column: 'provider', ownedBy: 'target' },
  { name: 'deployment', record: 'deploymentId', column: 'deployment_id', ownedBy: 'target' },
  { name: 'global', record: undefined, column: undefined, ownedBy: 'target' },
] as const satisfies readonly {
  /** Name in charges, balances and refusals. */
  readonly name: string;
  /** Member of `CompletionRecord` that holds its id; the global scope has the id `global`. */
  readonly record: string | undefined;
  /** Column of the fact table. */
  readonly column: string | undefined;
  /** Known from the caller before routing, or from the attempt's target. */
  readonly ownedBy: 'caller' | 'target';
}[];

export type ScopeName = (typeof SCOPES)[number]['name'];

export const GLOBAL_SCOPE_ID = 'global';
