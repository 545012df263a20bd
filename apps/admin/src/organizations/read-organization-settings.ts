import type { OrganizationSettings } from '@tollgate/persistence';
import { readHolderSettings } from '../budgets/read-holder-settings.js';
import { liftModelLimits } from '../keys/lift-settings.js';
import type { NewOrganizationDto, UpdateOrganizationDto } from './dto/organization-settings.dto.js';
import { badOrganization } from './organization-refusals.js';

/** Reads LiteLLM's fields into settings of an organization; throws the refusal of the first that is out of range or not served. */
export function readOrganizationSettings(sent: NewOrganizationDto | UpdateOrganizationDto): OrganizationSettings {
  const dto = liftModelLimits(sent);
  const alias = dto.organization_alias;
  if (alias === '') throw badOrganization('organization_alias must not be empty.');
  if (dto.organization_id === '') throw badOrganization('organization_id must not be empty. Leave it out.');
  return {
    ...readHolderSettings(dto, dto.organization_id),
    ...(alias != null && { alias }),
    ...(dto.metadata !== undefined && { metadata: dto.metadata ?? {} }),
  };
}
