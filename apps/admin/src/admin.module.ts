import { Global, Module, type DynamicModule } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { SnapshotHolder, SnapshotLoader } from '@tollgate/catalog';
import type { KeyRules, TeamRules, UserRules } from '@tollgate/config';
import { ConnectionTester } from '@tollgate/dispatch';
import { Clock, IdSource } from '@tollgate/kernel';
import { ServiceTester } from '@tollgate/callbacks';
import {
  AccessGroupRepository,
  ActivityRepository,
  AuditRepository,
  BudgetEventRepository,
  BudgetRepository,
  ConfigSectionRepository,
  CredentialRepository,
  CustomerRepository,
  DeploymentSumsRepository,
  EncryptionRepository,
  HealthCheckRepository,
  InvitationRepository,
  KeyRepository,
  KeyRotationRepository,
  ModelRepository,
  OrganizationMemberRepository,
  OrganizationRepository,
  ProjectRepository,
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
import { AccessGroupsModule } from './access-groups/access-groups.module.js';
import { ActivityModule } from './activity/activity.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BudgetEventsModule } from './budget-events/budget-events.module.js';
import { BudgetsModule } from './budgets/budgets.module.js';
import { CostsModule } from './costs/costs.module.js';
import { ChatMeter } from './costs/chat-meter.port.js';
import { ConfigurationModule } from './configuration/configuration.module.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule, type HttpDependencies } from './http.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { KeyPolicy } from './keys/key-policy.service.js';
import { KeysModule } from './keys/keys.module.js';
import { RegenerationGrace } from './keys/regeneration-grace.js';
import { MeModule } from './me/me.module.js';
import { ModelHubModule } from './model-hub/model-hub.module.js';
import { ModelMetricsModule } from './model-metrics/model-metrics.module.js';
import { ModelKeeping } from './models/model-keeping.js';
import { ModelsChanged } from './models/models-changed.js';
import { ModelsModule } from './models/models.module.js';
import { SupportedParameters } from './models/supported-parameters.port.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import { ProjectsModule } from './projects/projects.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SpendModule } from './spend/spend.module.js';
import { TagUseModule } from './tag-use/tag-use.module.js';
import { TagsModule } from './tags/tags.module.js';
import { TeamsModule } from './teams/teams.module.js';
import { TeamPolicy } from './teams/team-policy.js';
import { UserPolicy } from './users/user-policy.js';
import { UsersModule } from './users/users.module.js';
import { WarmUp } from './warm-up.js';

/** What the composition root hands to the admin. */
export interface AdminDependencies extends HttpDependencies {
  readonly accessGroups: AccessGroupRepository;
  readonly audit: AuditRepository;
  readonly budgets: BudgetRepository;
  readonly budgetEvents: BudgetEventRepository;
  readonly customers: CustomerRepository;
  readonly healthChecks: HealthCheckRepository;
  readonly encryption: EncryptionRepository;
  readonly deploymentSums: DeploymentSumsRepository;
  readonly keys: KeyRepository;
  readonly spendLogs: SpendLogRepository;
  readonly activity: ActivityRepository;
  readonly tags: TagRepository;
  readonly spendSums: SpendSumsRepository;
  readonly spendResets: SpendResetRepository;
  readonly failureSums: FailureSumsRepository;
  readonly tagUse: TagUseRepository;
  readonly chatMeter: ChatMeter;
  /** The models of the configuration, and of the store. */
  readonly snapshots: SnapshotHolder;
  readonly snapshotLoader: SnapshotLoader;
  readonly models: ModelRepository;
  readonly providerCredentials: CredentialRepository;
  readonly configSections: ConfigSectionRepository;
  readonly connectionTester: ConnectionTester;
  readonly serviceTester: ServiceTester;
  /** `general_settings.store_model_in_db` */
  readonly keepsModels: boolean;
  /** What the operator wants of every key. */
  readonly keyRules: KeyRules;
  readonly keyRotations: KeyRotationRepository;
  /** How long secrets go on after `/key/regenerate` where its caller says nothing; absent: not at all. */
  readonly regenerationGrace?: string;
  readonly userRules: UserRules;
  readonly teamRules: TeamRules;
  readonly supportedParameters: SupportedParameters;
  /** How this process hears of changes, its own included. */
  readonly epochs: EpochPoller;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly users: UserRepository;
  readonly teams: TeamRepository;
  readonly teamMembers: TeamMemberRepository;
  readonly organizations: OrganizationRepository;
  readonly organizationMembers: OrganizationMemberRepository;
  readonly projects: ProjectRepository;
  readonly invitations: InvitationRepository;
}

/** The control plane: LiteLLM's admin API. Mount it on an application with `configureAdmin`. */
@Module({})
export class AdminModule {
  static register(dependencies: AdminDependencies): DynamicModule {
    return {
      module: AdminModule,
      providers: [WarmUp],
      imports: [
        HttpModule.register(dependencies),
        registerStores(dependencies),
        AccessGroupsModule,
        ActivityModule,
        AuditModule,
        BudgetEventsModule,
        BudgetsModule,
        ConfigurationModule,
        CostsModule,
        CredentialsModule,
        CustomersModule,
        HealthModule,
        InvitationsModule,
        KeysModule,
        MeModule,
        ModelHubModule,
        ModelMetricsModule,
        ModelsModule,
        OrganizationsModule,
        ProjectsModule,
        SessionsModule,
        SpendModule,
        TagUseModule,
        TagsModule,
        TeamsModule,
        UsersModule,
      ],
    };
  }
}

@Global()
@Module({})
class StoresModule {}

/** Global: every resource injects its repositories, none imports the module that has them. */
function registerStores(dependencies: AdminDependencies): DynamicModule {
  const {
    accessGroups,
    audit,
    budgets,
    budgetEvents,
    customers,
    healthChecks,
    encryption,
    deploymentSums,
    keys,
    spendLogs,
    activity,
    tags,
    spendSums,
    spendResets,
    failureSums,
    tagUse,
    chatMeter,
    snapshots,
    snapshotLoader,
    models,
    providerCredentials,
    configSections,
    connectionTester,
    serviceTester,
    keepsModels,
    keyRules,
    keyRotations,
    regenerationGrace,
    userRules,
    teamRules,
    supportedParameters,
    epochs,
    clock,
    ids,
    users,
    teams,
    teamMembers,
    organizations,
    organizationMembers,
    projects,
    invitations,
  } = dependencies;
  const providers = [
    { provide: AccessGroupRepository, useValue: accessGroups },
    { provide: AuditRepository, useValue: audit },
    { provide: BudgetRepository, useValue: budgets },
    { provide: BudgetEventRepository, useValue: budgetEvents },
    { provide: CustomerRepository, useValue: customers },
    { provide: HealthCheckRepository, useValue: healthChecks },
    { provide: EncryptionRepository, useValue: encryption },
    { provide: DeploymentSumsRepository, useValue: deploymentSums },
    { provide: KeyRepository, useValue: keys },
    { provide: SpendLogRepository, useValue: spendLogs },
    { provide: ActivityRepository, useValue: activity },
    { provide: TagRepository, useValue: tags },
    { provide: SpendSumsRepository, useValue: spendSums },
    { provide: SpendResetRepository, useValue: spendResets },
    { provide: FailureSumsRepository, useValue: failureSums },
    { provide: TagUseRepository, useValue: tagUse },
    { provide: ChatMeter, useValue: chatMeter },
    { provide: SnapshotHolder, useValue: snapshots },
    { provide: SnapshotLoader, useValue: snapshotLoader },
    { provide: ModelRepository, useValue: models },
    { provide: CredentialRepository, useValue: providerCredentials },
    { provide: ConfigSectionRepository, useValue: configSections },
    { provide: ConnectionTester, useValue: connectionTester },
    { provide: ServiceTester, useValue: serviceTester },
    { provide: ModelKeeping, useValue: new ModelKeeping(keepsModels) },
    { provide: KeyRotationRepository, useValue: keyRotations },
    { provide: RegenerationGrace, useValue: new RegenerationGrace(regenerationGrace) },
    { provide: UserPolicy, useValue: new UserPolicy(userRules) },
    { provide: TeamPolicy, useValue: new TeamPolicy(teamRules) },
    { provide: KeyPolicy, useValue: new KeyPolicy(keyRules, budgets) },
    { provide: SupportedParameters, useValue: supportedParameters },
    { provide: ModelsChanged, useValue: new ModelsChanged(epochs, snapshotLoader) },
    { provide: Clock, useValue: clock },
    { provide: IdSource, useValue: ids },
    { provide: UserRepository, useValue: users },
    { provide: TeamRepository, useValue: teams },
    { provide: TeamMemberRepository, useValue: teamMembers },
    { provide: OrganizationRepository, useValue: organizations },
    { provide: OrganizationMemberRepository, useValue: organizationMembers },
    { provide: ProjectRepository, useValue: projects },
    { provide: InvitationRepository, useValue: invitations },
  ];
  return { module: StoresModule, providers, exports: providers.map(({ provide }) => provide) };
}
