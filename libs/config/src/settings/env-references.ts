import { VARIABLES } from '../environment/variables.js';
import { texts } from '../lenient-values.js';

const { masterKey, saltKey, previousSaltKeys, databaseUrl, redisUrl } = VARIABLES;
/** Whoever reads one of these owns the gateway or its stores. The last are LiteLLM's other names of the stores. */
const NEVER: ReadonlySet<string> = new Set([
  ...[masterKey, saltKey, previousSaltKeys, databaseUrl, redisUrl].flatMap(
    (variable): readonly string[] => variable.names,
  ),
  ...['DIRECT_URL', 'DATABASE_PASSWORD', 'REDIS_PASSWORD', 'REDIS_HOST'],
]);

/** `general_settings.allow_env_references_from_api`: names of variables. */
export const envReferences = texts.superRefine((names, context) => {
  for (const name of names.filter((named) => NEVER.has(named)))
    context.addIssue({ code: 'custom', message: `${name} can never be read over the API; take it out` });
});
