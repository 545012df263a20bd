import { SPECIAL_MODEL_NAMES } from '@tollgate/admission';
import { deploymentsOf, type Snapshot } from '@tollgate/canonical';
import { badAccessGroup } from './access-group-refusals.js';

/** Throws the refusal of a name that lists of models could not tell from something else. */
export function refuseGroupName(snapshot: Snapshot, name: string, param: string): void {
  if (name.trim() === '') throw badAccessGroup(`${param} is required and cannot be empty`, param);
  if (name !== name.trim() || name.includes('*') || SPECIAL_MODEL_NAMES.has(name))
    throw badAccessGroup(
      `${param} must be no pattern, no special name of lists of models, and without spaces around it.`,
      param,
    );
  if (deploymentsOf(snapshot).some(({ group }) => group === name) || snapshot.aliases.has(name))
    throw badAccessGroup(`${param} is the name of a model: whoever may use that one would be given the group.`, param);
}

/** Throws the refusal of models that stand for whole lists. */
export function refuseSpecialModels(models: readonly string[], param: string): void {
  const special = models.find((model) => SPECIAL_MODEL_NAMES.has(model));
  if (special !== undefined) throw badAccessGroup(`${param}: ${special} is no model that a group can hold.`, param);
}
