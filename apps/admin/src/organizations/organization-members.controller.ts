import { Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import {
  AddOrganizationMembersDto,
  DeleteOrganizationMemberDto,
  UpdateOrganizationMemberDto,
} from './dto/organization-member.dto.js';
import { OrganizationMembers } from './organization-members.service.js';

/** LiteLLM's routes for the members of organizations. */
@ApiTags('organizations')
@Controller('organization')
export class OrganizationMembersController {
  constructor(private readonly members: OrganizationMembers) {}

  @Post('member_add')
  @HttpCode(200)
  @RequirePermission('organization_member:create')
  @ApiOperation({ summary: 'Add members to an organization, each with a role in it; who is no user yet becomes one' })
  @ApiHeader(CHANGED_BY_HEADER)
  add(
    @Body() body: AddOrganizationMembersDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.members.add(body, caller, reach, author);
  }

  @Patch('member_update')
  @RequirePermission('organization_member:update')
  @ApiOperation({ summary: 'Change the role of a member of an organization' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateOrganizationMemberDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.members.update(body, caller, reach, author);
  }

  @Delete('member_delete')
  @RequirePermission('organization_member:delete')
  @ApiOperation({ summary: 'Take a member out of an organization, with his keys of it that belong to no team' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(
    @Body() body: DeleteOrganizationMemberDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.members.delete(body, caller, reach, author);
  }
}
