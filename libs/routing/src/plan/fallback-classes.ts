import type { FailureClass } from '@tollgate/canonical';
import { RETRY_CLASSES } from './retry-classes.js';

/**
 * After which failures another model group is asked: those that may pass, and those of the operator's own account with the provider. LiteLLM
 * goes on after any error; here what the caller did wrong is told to him, and is not sent to (and paid at) every group in turn.
 */
export const FALLBACK_CLASSES: readonly FailureClass[] = [
  ...RETRY_CLASSES,
  'authentication',
  'permission',
  'not-found',
];

/** Beside these, where no groups are set apart for them. */
export const CONTEXT_WINDOW: readonly FailureClass[] = ['context-window'];
export const CONTENT_POLICY: readonly FailureClass[] = ['content-policy'];
