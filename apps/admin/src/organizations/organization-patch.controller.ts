import { Body, Controller, Param, Patch } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { PatchOrganizationDto } from './dto/organization-settings.dto.js';
import { Organizations } from './organizations.service.js';

/** LiteLLM's newer route for changes of an organization. */
@ApiTags('organizations')
@Controller('v2/organization')
export class OrganizationPatchController {
  constructor(private readonly organizations: Organizations) {}

  @Patch(':organization_id')
  @RequirePermission('organization:update')
  @ApiOperation({ summary: 'Change the named settings of an organization; null clears, and metadata is replaced' })
  @ApiHeader(CHANGED_BY_HEADER)
  patch(
    @Param('organization_id', TextParamPipe) id: string,
    @Body() body: PatchOrganizationDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.organizations.patch(id, body, caller, reach, author);
  }
}
