import type { CanonicalRequest, Target } from '@tollgate/canonical';

type Caller = Pick<CanonicalRequest, 'gateway'>;

/** Whether what the provider does not take may be left out (`drop_params`): the caller's word, else the operator's. */
export function mayDrop({ gateway }: Caller, target: Pick<Target, 'dropParams'>): boolean {
  return gateway.dropParams ?? target.dropParams;
}

/** What operator and caller want left out, as paths (`additional_drop_params`). */
export function pathsToDrop({ gateway }: Caller, target: Pick<Target, 'additionalDropParams'>): readonly string[] {
  return [...target.additionalDropParams, ...(gateway.additionalDropParams ?? [])];
}

/** What operator and caller want sent all the same (`allowed_openai_params`). */
export function allowedParameters(
  { gateway }: Caller,
  target: Pick<Target, 'allowedOpenaiParams'>,
): ReadonlySet<string> {
  return new Set([...target.allowedOpenaiParams, ...(gateway.allowedOpenaiParams ?? [])]);
}
