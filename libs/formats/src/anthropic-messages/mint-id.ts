import type { ResponseContext } from '../format.js';

/** The id of an answer that another dialect gave: clients of this one know `msg_…` alone. */
export function mintId({ newId }: Pick<ResponseContext, 'newId'>): string {
  return `msg_${newId().replaceAll('-', '')}`;
}
