import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import {
  DeleteOrganizationsDto,
  ListOrganizationsQuery,
  OrganizationQuery,
  OrganizationsDto,
} from './dto/organization-ref.dto.js';
import { NewOrganizationDto, UpdateOrganizationDto } from './dto/organization-settings.dto.js';
import { Organizations } from './organizations.service.js';

/** LiteLLM's routes for organizations. */
@ApiTags('organizations')
@Controller('organization')
export class OrganizationsController {
  constructor(private readonly organizations: Organizations) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('organization:create')
  @ApiOperation({ summary: 'Make an organization, with limits and models that hold for all of its teams and keys' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: NewOrganizationDto, @ChangedBy() author: Author): Promise<object> {
    return this.organizations.create(body, author);
  }

  @Patch('update')
  @RequirePermission('organization:update')
  @ApiOperation({ summary: 'Change the named settings of an organization' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateOrganizationDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.organizations.update(body, caller, reach, author);
  }

  @Delete('delete')
  @RequirePermission('organization:delete')
  @ApiOperation({ summary: 'Delete organizations with their teams, keys and memberships; their spend stays readable' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteOrganizationsDto, @ChangedBy() author: Author): Promise<readonly object[]> {
    return this.organizations.delete(body.organization_ids, author);
  }

  @Get('info')
  @RequirePermission('organization:read')
  @HeadedAnswers('cut')
  @ApiOperation({ summary: 'An organization with its first 100 members and its newest 100 teams' })
  info(@Query() query: OrganizationQuery, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.organizations.info(query.organization_id, reach);
  }

  @Post('info')
  @HttpCode(200)
  @RequirePermission('organization:read')
  @HeadedAnswers('cut')
  @ApiOperation({ summary: 'Organizations by their ids: the older form of GET /organization/info' })
  infoOfMany(@Body() body: OrganizationsDto, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.organizations.infoOfMany(body.organizations, reach);
  }

  @Get('list')
  @RequirePermission('organization:list')
  @HeadedAnswers('pages', 'cut')
  @ApiOperation({ summary: 'Organizations, newest first, page by page' })
  list(@Query() query: ListOrganizationsQuery, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.organizations.list(query, reach);
  }
}
