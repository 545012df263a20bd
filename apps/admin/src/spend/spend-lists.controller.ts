import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { SpendKeysQuery, SpendTagsQuery, SpendUsersQuery } from './dto/spend-list.query.js';
import { SpendLists } from './spend-lists.service.js';

/** LiteLLM's lists of spenders. */
@ApiTags('spend')
@Controller('spend')
export class SpendListsController {
  constructor(private readonly lists: SpendLists) {}

  @Get('keys')
  @RequirePermission('spend:report')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Keys by what they spent in their lives' })
  keys(@Query() query: SpendKeysQuery): Promise<HeadedAnswer> {
    return this.lists.keys(query);
  }

  @Get('users')
  @RequirePermission('spend:report')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Users by what they spent in their lives, or one of them' })
  users(@Query() query: SpendUsersQuery): Promise<HeadedAnswer> {
    return this.lists.users(query);
  }

  @Get('tags')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'Tags by what calls with them spent, over all tenants' })
  tags(@Query() query: SpendTagsQuery): Promise<HeadedAnswer> {
    return this.lists.tags(query);
  }
}
