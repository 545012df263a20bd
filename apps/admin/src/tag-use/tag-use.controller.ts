import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { TagSummaryQuery, TagUseQuery, TagUsersQuery } from './dto/tag-use.query.js';
import { TagUse } from './tag-use.service.js';

const WHAT = 'tags, clients’ products among them (`User-Agent: …`)';

/** LiteLLM's routes for how tags are used. */
@ApiTags('spend')
@Controller('tag')
export class TagUseController {
  constructor(private readonly use: TagUse) {}

  @Get('distinct')
  @RequirePermission('activity:label')
  @HeadedAnswers('more')
  @ApiOperation({
    summary: 'Tags that calls gave, and products of clients, those of the most calls first: 250 of them',
  })
  distinct(): Promise<HeadedAnswer> {
    return this.use.distinct();
  }

  @Get('dau')
  @RequirePermission('activity:label')
  @HeadedAnswers('more')
  @ApiOperation({ summary: `Users of each of the last seven days, by ${WHAT}` })
  daily(@Query() query: TagUseQuery): Promise<HeadedAnswer> {
    return this.use.daily(query);
  }

  @Get('wau')
  @RequirePermission('activity:label')
  @HeadedAnswers('more')
  @ApiOperation({ summary: `Users of each of the last seven weeks, by ${WHAT}` })
  weekly(@Query() query: TagUseQuery): Promise<HeadedAnswer> {
    return this.use.weekly(query);
  }

  @Get('mau')
  @RequirePermission('activity:label')
  @HeadedAnswers('more')
  @ApiOperation({ summary: `Users of each of the last seven times thirty days, by ${WHAT}` })
  monthly(@Query() query: TagUseQuery): Promise<HeadedAnswer> {
    return this.use.monthly(query);
  }

  @Get('summary')
  @RequirePermission('activity:label')
  @HeadedAnswers('more')
  @ApiOperation({ summary: `Users, calls, tokens and spend of a range, by ${WHAT}` })
  summary(@Query() query: TagSummaryQuery): Promise<HeadedAnswer> {
    return this.use.summary(query);
  }

  @Get('user-agent/per-user-analytics')
  @RequirePermission('activity:label')
  @ApiOperation({
    summary: 'What users did in the last thirty days, each with the product or tag of most of its calls',
  })
  users(@Query() query: TagUsersQuery): Promise<object> {
    return this.use.users(query);
  }
}
