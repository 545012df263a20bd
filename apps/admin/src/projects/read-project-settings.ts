import type { ProjectSettings } from '@tollgate/persistence';
import { readHolderSettings } from '../budgets/read-holder-settings.js';
import { liftModelLimits, liftTags } from '../keys/lift-settings.js';
import { isEmpty, unserved } from '../keys/unserved-fields.js';
import type { NewProjectDto, UpdateProjectDto } from './dto/project-settings.dto.js';
import { badProject } from './project-refusals.js';

const UNSERVED_OF_PROJECTS = ['guardrails', 'policies'] as const satisfies readonly (keyof UpdateProjectDto)[];

/**
 * Reads LiteLLM's fields into settings of a project; throws the refusal of the first that is out of range or not served. Metadata that
 * is sent is all that there is (LiteLLM's `update_project`): the tags and limits by model that it leaves out go.
 */
export function readProjectSettings(sent: NewProjectDto | UpdateProjectDto): Omit<ProjectSettings, 'teamId'> {
  const dto = liftModelLimits(sent);
  const isReplaced = sent.metadata !== undefined;
  const field = UNSERVED_OF_PROJECTS.find((name) => !isEmpty(dto[name]));
  if (field !== undefined) throw unserved(field);
  if (dto.project_id === '') throw badProject('project_id must not be empty. Leave it out.', 'project_id');
  const { metadata, tags = isReplaced ? [] : undefined } = liftTags(dto);
  const limits = isReplaced && {
    model_rpm_limit: dto.model_rpm_limit ?? null,
    model_tpm_limit: dto.model_tpm_limit ?? null,
  };
  return {
    ...readHolderSettings({ ...dto, ...limits, metadata: metadata ?? null }, dto.project_id),
    ...(dto.project_alias !== undefined && { alias: dto.project_alias }),
    ...(dto.description !== undefined && { description: dto.description }),
    ...(metadata !== undefined && { metadata }),
    ...(tags !== undefined && { tags }),
  };
}
