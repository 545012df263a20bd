import type { Target } from '@tollgate/canonical';
import type { Losses } from './losses.js';

/** Names what of the operator's `extra_body` reaches no provider, since the gateway governs it. */
export function nameGoverned(
  { extraBody }: Pick<Target, 'extraBody'>,
  isGoverned: (name: string) => boolean,
  losses: Losses,
): void {
  for (const name in extraBody) if (isGoverned(name)) losses.drop(`extra_body.${name}`, 'the gateway governs it');
}
