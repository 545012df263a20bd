import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
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
import { DeleteProjectsDto, ListProjectsQuery, ProjectQuery } from './dto/project-ref.dto.js';
import { NewProjectDto, UpdateProjectDto } from './dto/project-settings.dto.js';
import { Projects } from './projects.service.js';

/** LiteLLM's routes for projects. */
@ApiTags('projects')
@Controller('project')
export class ProjectsController {
  constructor(private readonly projects: Projects) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('project:create')
  @ApiOperation({ summary: 'Make a project of a team, with models and limits that hold for its keys' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(
    @Body() body: NewProjectDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.projects.create(body, caller, reach, author);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('project:update')
  @ApiOperation({ summary: 'Change the named settings of a project' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateProjectDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.projects.update(body, caller, reach, author);
  }

  @Delete('delete')
  @RequirePermission('project:delete')
  @ApiOperation({ summary: 'Delete projects that have no keys; their spend stays readable' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(
    @Body() body: DeleteProjectsDto,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<readonly object[]> {
    return this.projects.delete(body.project_ids, reach, author);
  }

  @Get('info')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'A project with its limits and spend' })
  info(@Query() query: ProjectQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.projects.info(query.project_id, reach);
  }

  @Get('list')
  @RequirePermission('project:list')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: "Projects of the caller's teams, newest first, page by page" })
  list(@Query() query: ListProjectsQuery, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.projects.list(query, reach);
  }
}
