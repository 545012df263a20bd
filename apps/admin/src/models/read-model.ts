import { SPECIAL_MODEL_NAMES } from '@tollgate/admission';
import type { GatewayError } from '@tollgate/canonical';
import type { KeptModel } from '@tollgate/config';
import { fail, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { mergeMembers } from '../validation/merge-members.js';
import type { NewModelDto } from './dto/new-model.dto.js';
import type { UpdateModelDto } from './dto/update-model.dto.js';
import { badMember } from './model-refusals.js';

const NAME_LENGTH_MAX = 256;
/** Every member is read again whenever any model changes; of those that are known there are some hundred. */
const MEMBERS_MAX = 500;

/** The model that a body describes; `newId` gives it an id where it has none. */
export function readNewModel(dto: NewModelDto, newId: () => string): Outcome<KeptModel, GatewayError> {
  const { id, team_id: teamId, ...info } = dto.model_info ?? {};
  const model = {
    id: id ?? newId(),
    name: dto.model_name,
    teamId: teamId ?? null,
    blocked: info['blocked'] === true,
    params: dto.litellm_params,
    info: ownNotes(info),
  };
  if (typeof model.id !== 'string') return fail(badMember('model_info.id', 'must be a text.'));
  if (model.teamId !== null && typeof model.teamId !== 'string')
    return fail(badMember('model_info.team_id', 'must be a text.'));
  return judgeForm(model as KeptModel);
}

/** A model with the named members changed. A model stays with the team that it was made for. */
export function changeModel(before: KeptModel, dto: UpdateModelDto): Outcome<KeptModel, GatewayError> {
  const { team_id: teamId, id: _id, ...info } = dto.model_info ?? {};
  if (teamId != null && teamId !== before.teamId)
    return fail(badMember('model_info.team_id', 'cannot be changed: make another model for another team.'));
  return judgeForm({
    ...before,
    name: dto.model_name ?? before.name,
    params: mergeMembers(before.params, dto.litellm_params ?? {}),
    info: mergeMembers(before.info, ownNotes(info)),
  });
}

function judgeForm(model: KeptModel): Outcome<KeptModel, GatewayError> {
  const { id, name, params, info } = model;
  for (const [member, value] of [['litellm_params', params] as const, ['model_info', info] as const])
    if (Object.keys(value).length > MEMBERS_MAX)
      return fail(badMember(member, `must have at most ${String(MEMBERS_MAX)} members.`));
  if (name.trim() === '' || name.length > NAME_LENGTH_MAX)
    return fail(badMember('model_name', `must be 1 to ${String(NAME_LENGTH_MAX)} characters.`));
  if (SPECIAL_MODEL_NAMES.has(name))
    return fail(badMember('model_name', `must not be ${name}: lists of models mean others by it.`));
  if (id.trim() === '' || id.length > NAME_LENGTH_MAX)
    return fail(badMember('model_info.id', `must be 1 to ${String(NAME_LENGTH_MAX)} characters.`));
  return succeed(model);
}

/** Without what the gateway itself says of a model: LiteLLM's clients send back what they were shown. */
function ownNotes({
  db_model: _db,
  blocked: _blocked,
  team_public_model_name: _name,
  ...notes
}: JsonObject): JsonObject {
  return notes;
}
