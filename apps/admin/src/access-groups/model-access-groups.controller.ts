import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { ModelsOfGroupDto, NewModelGroupDto } from './dto/model-access-group.dto.js';
import { ModelAccessGroups } from './model-access-groups.service.js';

/** LiteLLM's routes for access groups by their names, which stand in the place of models on lists of models. */
@ApiTags('access groups')
@Controller('access_group')
export class ModelAccessGroupsController {
  constructor(private readonly groups: ModelAccessGroups) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('access_group:create')
  @ApiOperation({ summary: 'Make an access group of models, those of the configuration file among them' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: NewModelGroupDto, @ChangedBy() author: Author): Promise<object> {
    return this.groups.create(body, author);
  }

  @Get('list')
  @RequirePermission('access_group:list')
  @ApiOperation({ summary: 'Access groups with their models, those that models name themselves among them' })
  list(): object {
    return this.groups.list();
  }

  @Get(':access_group/info')
  @RequirePermission('access_group:read')
  @ApiOperation({ summary: 'An access group with its models' })
  info(@Param('access_group', TextParamPipe) name: string): object {
    return this.groups.info(name);
  }

  @Put(':access_group/update')
  @RequirePermission('access_group:update')
  @ApiOperation({ summary: 'Say which models are in an access group' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Param('access_group', TextParamPipe) name: string,
    @Body() body: ModelsOfGroupDto,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.groups.update(name, body, author);
  }

  @Delete(':access_group/delete')
  @RequirePermission('access_group:delete')
  @ApiOperation({ summary: 'Delete an access group; lists that name it give nothing for it' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Param('access_group', TextParamPipe) name: string, @ChangedBy() author: Author): Promise<object> {
    return this.groups.delete(name, author);
  }
}
