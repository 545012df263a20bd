export { StartError } from './start-error.js';
export { Database } from './database/database.js';
export { isDatabaseUnavailable } from './database/is-database-unavailable.js';
export { findUntakenLiteLlm } from './database/find-litellm.js';
export { type ImportOptions, LiteLlmImport } from './litellm/litellm-import.js';
export { type ImportReport } from './litellm/import-report.js';
export { LiteLlmSource } from './litellm/litellm-source.js';
export { findMissingMigrations, migrate } from './migrations/migrate.js';
export { PgLedgerWriter } from './ledger/pg-ledger-writer.js';
export { PgRecordSource } from './ledger/pg-record-source.js';
export { PgOutboxSource } from './ledger/pg-outbox-source.js';
export { PgDeadLetters } from './ledger/pg-dead-letters.js';
export { PgLedgerMaintenance } from './ledger/pg-ledger-maintenance.js';
export { PgBalanceSource } from './ledger/pg-balance-source.js';
export { PgSnapshotSource } from './control/pg-snapshot-source.js';
export { PgSessionStore } from './control/pg-session-store.js';
export { PgEpochSource } from './control/pg-epoch-source.js';
export { PgCounterLock } from './control/pg-counter-lock.js';
export { PgKeyStore } from './keys/pg-key-store.js';
export { TokenUsers } from './keys/token-users.js';
export type { NewUsers } from './repositories/find-or-make-user.js';
export { PgLabelStore } from './keys/pg-label-store.js';
export { type AuditRow } from './control/audit-hash.js';
export { AuditRepository } from './control/audit.repository.js';
export {
  AUDIT_RESOURCES,
  type AuditResource,
  ControlPlane,
  type Author,
  type Standing,
} from './control/control-plane.js';
export { KeyRepository } from './repositories/key.repository.js';
export { type CollectProblem, KeyRotationRepository } from './repositories/key-rotation.repository.js';
export { type RefuseChange } from './repositories/write-key.js';
export { changePowers } from './repositories/key-powers.js';
export { BudgetRepository } from './repositories/budget.repository.js';
export type { OwnBudgetHolder } from './repositories/stored-budget.js';
export {
  type BudgetLinks,
  type BudgetProblem,
  type BudgetSettings,
  type StoredBudget,
} from './repositories/stored-budget.js';
export { CustomerRepository } from './repositories/customer.repository.js';
export { type CustomerSettings, type StoredCustomer } from './repositories/stored-customer.js';
export { TagRepository } from './repositories/tag.repository.js';
export { type StoredTag, type TagSettings } from './repositories/stored-tag.js';
export { type KeyProblem, type KeySettings, type StoredKey } from './repositories/stored-key.js';
export { SpendLogRepository } from './repositories/spend-log.repository.js';
export type { DaySpend, LoggedTexts, SpendLog } from './repositories/stored-spend-log.js';
export { type SpendLogFilter } from './repositories/spend-log-filter.js';
export type { SpendLogOrder } from './repositories/spend-log-order.js';
export { AccessGroupRepository } from './repositories/access-group.repository.js';
export type { AccessGroupProblem, AccessGroupSettings, StoredAccessGroup } from './repositories/stored-access-group.js';
export { type HolderJudge, powersIn } from './repositories/holder-powers.js';
export { type MemberState, type TeamJudge } from './repositories/team-judge.js';
export { ProjectRepository } from './repositories/project.repository.js';
export { type ProjectProblem, type ProjectSettings, type StoredProject } from './repositories/stored-project.js';
export { OrganizationRepository } from './repositories/organization.repository.js';
export { OrganizationMemberRepository } from './repositories/organization-member.repository.js';
export {
  type NewOrganizationMember,
  type OrganizationProblem,
  type OrganizationMemberSettings,
  type OrganizationRole,
  type OrganizationSettings,
  type StoredOrganization,
  type StoredOrganizationMember,
} from './repositories/stored-organization.js';
export { type FailureSum, FailureSumsRepository } from './repositories/failure-sums.repository.js';
export { type TagUseFilter, TagUseRepository } from './repositories/tag-use.repository.js';
export { SpendResetRepository } from './repositories/spend-reset.repository.js';
export { type SpendSum, SpendSumsRepository, type UsageSum } from './repositories/spend-sums.repository.js';
export { ConfigSectionRepository } from './repositories/config-section.repository.js';
export {
  CredentialRepository,
  type CredentialSettings,
  type StoredCredential,
} from './repositories/credential.repository.js';
export { ModelRepository } from './repositories/model.repository.js';
export { toShownParams } from './repositories/shown-params.js';
export { type ModelProblem, type StoredModel } from './repositories/stored-model.js';
export { PgMembershipSource } from './repositories/pg-membership-source.js';
export { TeamMemberRepository } from './repositories/team-member.repository.js';
export { TeamRepository, type TeamUpdate } from './repositories/team.repository.js';
export {
  type MemberSettings,
  type NewMember,
  type StoredMember,
  type StoredTeam,
  type TeamProblem,
  type TeamSettings,
} from './repositories/stored-team.js';
export { type UserIdProblem } from './repositories/address-ids.js';
export { type StoredWindow } from './repositories/window-columns.js';
export { UserRepository } from './repositories/user.repository.js';
export { type PlaceProblem } from './repositories/join-places.js';
export {
  type HealthCheck,
  HealthCheckRepository,
  type StoredHealthCheck,
} from './health-checks/health-check.repository.js';
export {
  type DeploymentSum,
  type DeploymentSumFilter,
  DeploymentSumsRepository,
} from './repositories/deployment-sums.repository.js';
export { InvitationRepository } from './repositories/invitation.repository.js';
export { type AliasScope } from './repositories/is-alias-taken.js';
export { type StoredInvitation } from './repositories/stored-invitation.js';
export {
  type StoredUser,
  type UserFilter,
  type UserPlaces,
  type UserProblem,
  type UserSettings,
} from './repositories/stored-user.js';
export { hasEmbeddedDatabase } from './embedded/database-location.js';
export { EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.js';
export { PgBackgroundAnswerStore } from './objects/pg-background-answer-store.js';
export { PgProviderObjectStore } from './objects/pg-provider-object-store.js';
export { PgBridgedResponseStore } from './objects/pg-bridged-response-store.js';
export { EncryptionRepository } from './sealing/encryption.repository.js';
export { type RotationProgress, SealRotation } from './sealing/seal-rotation.js';
export { SealedBox } from './sealing/sealed-box.js';
export { ActivityRepository } from './repositories/activity.repository.js';
export { addSums, NO_SUMS } from './repositories/add-activity-sums.js';
export type {
  ActivityKey,
  ActivityOf,
  ActivityPage,
  ActivityParts,
  ActivityRow,
  ActivitySums,
  KeyedRow,
} from './repositories/stored-activity.js';
export { PgBudgetWatch } from './budget-events/pg-budget-watch.js';
export { PgBudgetEventSource } from './budget-events/pg-budget-event-source.js';
export { BudgetEventRepository } from './budget-events/budget-event.repository.js';
