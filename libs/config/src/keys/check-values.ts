import { GOVERNED_EVERYWHERE } from '@tollgate/canonical';
import type { ConfigProblem } from '../problem.js';
import type { Sections } from '../settings/read-sections.js';
import { listUnservedAlerts } from '../settings/alert-settings.js';
import { listCallbacks, listUnservedCallbacks } from '../settings/sinks.js';

export interface ValueReport {
  readonly unserved: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** Values of served keys that are not served, or that may not be left without effect. */
export function checkValues(sections: Sections, allowUnserved: readonly string[]): ValueReport {
  const checks = preCallChecks(sections, allowUnserved);
  return {
    unserved: [
      ...strategy(sections),
      ...checks.unserved,
      ...listUnservedCallbacks(sections.litellm),
      ...listUnservedAlerts(sections.general),
      ...governedMembers(sections),
    ],
    problems: [...checks.problems, ...guardingCallbacks(sections, allowUnserved), ...openDrain(sections)],
  };
}

/** Callbacks of LiteLLM that redact, block or cap, by what would happen without them. */
const GUARDS: readonly (readonly [RegExp, string])[] = [
  [/presidio|hide_secrets/, 'personal data and secrets would reach providers'],
  [
    /moderation|guard|lakera|prompt_injection|banned_keywords|blocked_user|aporia|azure_content_safety/,
    'requests would pass unchecked',
  ],
  [/max_budget_limiter|max_iterations|parallel_request_limiter|dynamic_rate_limiter/, 'its limits would not hold'],
];

function guardingCallbacks({ litellm }: Sections, allowed: readonly string[]): readonly ConfigProblem[] {
  return listCallbacks(litellm).flatMap((name) => {
    const reason = GUARDS.find(([pattern]) => pattern.test(name))?.[1];
    if (reason === undefined || allowed.includes(name)) return [];
    const message = `the callback ${name} is not served yet, and without it ${reason}. Remove it, or start with --allow-unserved ${name}`;
    return [{ path: 'litellm_settings.callbacks', message }];
  });
}

function strategy({ router }: Sections): readonly string[] {
  const named = router.routing_strategy;
  return named == null || named === 'simple-shuffle'
    ? []
    : [`router_settings.routing_strategy: ${named} (simple-shuffle is used)`];
}

/** Of `extra_body`: what no deployment sets for its callers. */
function governedMembers({ models }: Sections): readonly string[] {
  const names = models.flatMap(({ params: { extra_body: extra } }) => Object.keys(extra ?? {}));
  return [...new Set(names)]
    .filter((name) => GOVERNED_EVERYWHERE.includes(name))
    .map((name) => `litellm_params.extra_body.${name} (the gateway governs it)`);
}

/** Whoever can ask for a drain takes the process out of service. */
function openDrain({ general }: Sections): readonly ConfigProblem[] {
  if (general.enable_drain_endpoint !== true || (general.drain_endpoint_token ?? '') !== '') return [];
  const message =
    'is needed where enable_drain_endpoint is set: who asks for /health/drain sends it as X-Drain-Token. Set it, to os.environ/ and the name of a variable for instance';
  return [{ path: 'general_settings.drain_endpoint_token', message }];
}

const CAPS: Readonly<Record<string, string>> = {
  router_budget_limiting: 'providers, deployments and tags would spend without their budgets',
};

function preCallChecks({ router }: Sections, allowed: readonly string[]): ValueReport {
  const unserved: string[] = [];
  const problems: ConfigProblem[] = [];
  for (const check of router.optional_pre_call_checks ?? []) {
    const reason = CAPS[check];
    if (check === 'enforce_model_rate_limits') continue;
    if (reason === undefined || allowed.includes(check))
      unserved.push(`router_settings.optional_pre_call_checks: ${check}`);
    else
      problems.push({
        path: 'router_settings.optional_pre_call_checks',
        message: `${check} is not served yet, and without it ${reason}. Remove it, or start with --allow-unserved ${check}`,
      });
  }
  return { unserved, problems };
}
