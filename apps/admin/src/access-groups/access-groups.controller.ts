import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { AccessGroups } from './access-groups.service.js';
import { ListAccessGroupsQuery, NewAccessGroupDto, UpdateAccessGroupDto } from './dto/access-group.dto.js';

/** LiteLLM's routes for access groups by their ids, which teams and keys are given beside their models. */
@ApiTags('access groups')
@Controller(['v1/access_group', 'v1/unified_access_group'])
export class AccessGroupsController {
  constructor(private readonly groups: AccessGroups) {}

  @Post()
  @RequirePermission('access_group:create')
  @ApiOperation({ summary: 'Make an access group, and give it to teams and keys' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: NewAccessGroupDto, @ChangedBy() author: Author): Promise<object> {
    return this.groups.create(body, author);
  }

  @Get()
  @RequirePermission('access_group:list')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Access groups with who has them, newest first, page by page' })
  list(@Query() query: ListAccessGroupsQuery): Promise<HeadedAnswer> {
    return this.groups.list(query);
  }

  @Get(':access_group_id')
  @RequirePermission('access_group:read')
  @ApiOperation({ summary: 'An access group with who has it' })
  find(@Param('access_group_id', TextParamPipe) id: string): Promise<object> {
    return this.groups.find(id);
  }

  @Put(':access_group_id')
  @RequirePermission('access_group:update')
  @ApiOperation({ summary: 'Change the named members of an access group, and who has it' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Param('access_group_id', TextParamPipe) id: string,
    @Body() body: UpdateAccessGroupDto,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.groups.update(id, body, author);
  }

  @Delete(':access_group_id')
  @HttpCode(204)
  @RequirePermission('access_group:delete')
  @ApiOperation({ summary: 'Delete an access group, and take it from the teams and keys that have it' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Param('access_group_id', TextParamPipe) id: string, @ChangedBy() author: Author): Promise<void> {
    return this.groups.delete(id, author);
  }
}
