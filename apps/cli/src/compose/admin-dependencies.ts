import type { AdminDependencies } from '@apps/admin';
import type { Authenticator, EpochPoller, UiSessions } from '@tollgate/auth';
import { ServiceTester } from '@tollgate/callbacks';
import type { SnapshotLoader } from '@tollgate/catalog';
import type { ConnectionTester } from '@tollgate/dispatch';
import {
  AccessGroupRepository,
  ActivityRepository,
  AuditRepository,
  BudgetEventRepository,
  BudgetRepository,
  ConfigSectionRepository,
  type ControlPlane,
  CredentialRepository,
  CustomerRepository,
  type Database,
  DeploymentSumsRepository,
  EncryptionRepository,
  HealthCheckRepository,
  InvitationRepository,
  KeyRepository,
  type ModelRepository,
  OrganizationMemberRepository,
  OrganizationRepository,
  PgMembershipSource,
  ProjectRepository,
  SealRotation,
  SpendLogRepository,
  SpendSumsRepository,
  SpendResetRepository,
  FailureSumsRepository,
  TagUseRepository,
  TagRepository,
  TeamMemberRepository,
  TeamRepository,
  UserRepository,
} from '@tollgate/persistence';
import { AdapterChatMeter } from './adapter-chat-meter.js';
import { AdapterParameters } from './adapter-parameters.js';
import type { CompositionInput } from './composition-input.js';
import { HttpSinkTransport } from './http-sink-transport.js';
import { keyRotations } from './key-rotations.js';
import type { Seals } from './seals.js';
import { sinksOf } from './sinks-of.js';

/** What the admin shares with the rest of the process. */
export interface AdminParts {
  readonly database: Database;
  readonly controlPlane: ControlPlane;
  readonly epochs: EpochPoller;
  readonly authenticator: Authenticator;
  readonly sessions: UiSessions;
  readonly seals: Seals;
  readonly loader: SnapshotLoader;
  readonly tester: ConnectionTester;
  readonly models: ModelRepository;
}

/** Everything that the admin is built of. */
export function adminDependencies(
  {
    settings,
    snapshots,
    clock,
    ids,
    logger,
  }: Pick<CompositionInput, 'settings' | 'snapshots' | 'clock' | 'ids' | 'logger'>,
  parts: AdminParts,
): AdminDependencies {
  const { database, controlPlane, epochs, authenticator, sessions, seals, loader } = parts;
  const teams = new TeamRepository(database, controlPlane, clock, ids);
  return {
    audit: new AuditRepository(database),
    budgets: new BudgetRepository(database, controlPlane, clock),
    budgetEvents: new BudgetEventRepository(database),
    customers: new CustomerRepository(database, controlPlane, clock),
    healthChecks: new HealthCheckRepository(database, ids),
    encryption: new EncryptionRepository(new SealRotation(database, { ...seals }), controlPlane),
    deploymentSums: new DeploymentSumsRepository(database),
    users: new UserRepository(database, controlPlane, clock, ids),
    teams,
    teamMembers: new TeamMemberRepository(teams, clock),
    organizations: new OrganizationRepository(database, controlPlane, clock),
    organizationMembers: new OrganizationMemberRepository(database, controlPlane, clock, ids),
    projects: new ProjectRepository(database, controlPlane, clock),
    invitations: new InvitationRepository(database, controlPlane, clock),
    ids,
    keys: new KeyRepository(database, controlPlane, clock, ids),
    spendLogs: new SpendLogRepository(database),
    activity: new ActivityRepository(database),
    tags: new TagRepository(database, controlPlane, clock),
    accessGroups: new AccessGroupRepository(database, controlPlane, clock, ids),
    spendSums: new SpendSumsRepository(database),
    spendResets: new SpendResetRepository(controlPlane, clock),
    failureSums: new FailureSumsRepository(database),
    tagUse: new TagUseRepository(database),
    chatMeter: new AdapterChatMeter(),
    snapshots,
    snapshotLoader: loader,
    models: parts.models,
    providerCredentials: new CredentialRepository(database, controlPlane, clock, ids, seals.credentials),
    configSections: new ConfigSectionRepository(database, controlPlane, clock),
    connectionTester: parts.tester,
    serviceTester: new ServiceTester({
      ...sinksOf(settings),
      transport: new HttpSinkTransport(settings.process.proxy),
      clock,
      ids,
    }),
    supportedParameters: new AdapterParameters(),
    epochs,
    authenticator,
    credentials: settings.gateway,
    sessions,
    memberships: new PgMembershipSource(database),
    allowedEnvReferences: settings.admin.allowedEnvReferences,
    keepsModels: settings.admin.keepsModels,
    keyRules: settings.admin.keys,
    keyRotations: keyRotations({ settings, clock }, parts, seals.keys),
    ...(settings.admin.rotationGrace !== undefined && { regenerationGrace: settings.admin.rotationGrace }),
    userRules: settings.admin.users,
    teamRules: settings.admin.teams,
    clock,
    logger,
  };
}
