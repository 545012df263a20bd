import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { ListTagsQuery, TagNameDto, TagNamesDto } from './dto/tag-ref.dto.js';
import { TagSettingsDto } from './dto/tag-settings.dto.js';
import { Tags } from './tags.service.js';

/** LiteLLM's routes for tags: what calls are for, with limits over all keys. */
@ApiTags('tags')
@Controller('tag')
export class TagsController {
  constructor(private readonly tags: Tags) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('tag:create')
  @ApiOperation({ summary: 'Make a tag, with limits and models that hold for calls of every key that carry it' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: TagSettingsDto, @ChangedBy() author: Author): Promise<object> {
    return this.tags.create(body, author);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('tag:update')
  @ApiOperation({ summary: 'Change the named settings of a tag' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(@Body() body: TagSettingsDto, @ChangedBy() author: Author): Promise<object> {
    return this.tags.update(body, author);
  }

  @Post('info')
  @HttpCode(200)
  @RequirePermission('tag:read')
  @ApiOperation({ summary: 'Tags with their limits and spend, by name' })
  info(@Body() body: TagNamesDto): Promise<object> {
    return this.tags.info(body.names);
  }

  @Get('list')
  @RequirePermission('tag:list')
  @HeadedAnswers('pages')
  @ApiOperation({
    summary: 'Tags by name, page by page: those that were made, and those that keys and calls have named',
  })
  list(@Query() query: ListTagsQuery): Promise<HeadedAnswer> {
    return this.tags.list(query);
  }

  @Post('delete')
  @HttpCode(200)
  @RequirePermission('tag:delete')
  @ApiOperation({ summary: 'Delete a tag with its limits; its spend stays in the ledger' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: TagNameDto, @ChangedBy() author: Author): Promise<object> {
    return this.tags.delete(body.name, author);
  }
}
