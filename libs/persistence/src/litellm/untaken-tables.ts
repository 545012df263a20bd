/** Tables that are read while others are taken. */
const READ = [
  'LiteLLM_TeamMembership',
  'LiteLLM_ModelTable',
  'LiteLLM_ObjectPermissionTable',
  'LiteLLM_DeprecatedVerificationToken',
];

/** Of no use anywhere else: leases, logins, states of its own. */
const OWN = ['LiteLLM_CronJob', 'LiteLLM_UserNotifications', 'LiteLLM_InvitationLink', 'LiteLLM_HealthCheckTable'];

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^LiteLLM_(SpendLogs|ErrorLogs|Daily\w*|SpendLog\w*Index)$/, 'history of calls: it stays readable where it is'],
  [/^LiteLLM_AuditLog$/, 'history of changes: it stays readable where it is'],
  [/^LiteLLM_Deleted\w*$/, 'archive of what was deleted there'],
  [
    /^LiteLLM_(Config|CacheConfig|SSOConfig|UISettings|ConfigOverrides)$/,
    'settings over its API: set them in config.yaml',
  ],
  [/^LiteLLM_JWTKeyMapping$/, 'mappings of claims to keys are not served'],
];

/** Why a table is left as a whole; undefined: it is taken or read. */
export function whyLeft(table: string, taken: readonly string[]): string | undefined {
  if (taken.includes(table) || READ.includes(table)) return undefined;
  if (OWN.includes(table)) return 'of its own workings';
  return REASONS.find(([pattern]) => pattern.test(table))?.[1] ?? 'not served';
}
