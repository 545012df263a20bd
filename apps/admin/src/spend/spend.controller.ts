import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { SessionLogsQuery } from './dto/session-logs.query.js';
import { SpendLogPageQuery } from './dto/spend-log-page.query.js';
import { SpendLogsQuery } from './dto/spend-logs.query.js';
import { SpendLogPages, type SpendLogAnswer } from './spend-log-pages.service.js';
import { SpendLogs } from './spend-logs.service.js';

/** LiteLLM's routes for spend. */
@ApiTags('spend')
@Controller('spend')
export class SpendController {
  constructor(
    private readonly spendLogs: SpendLogs,
    private readonly pages: SpendLogPages,
  ) {}

  @Get('logs')
  @RequirePermission('spend:read')
  @HeadedAnswers('pages', 'more')
  @ApiOperation({
    summary:
      'Calls, newest first, page by page, or their sums by day: of many keys and users the dearest of each day, and `x-has-more` says so',
  })
  logs(@Query() query: SpendLogsQuery, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.spendLogs.find(query, reach);
  }

  @Get(['logs/v2', 'logs/ui'])
  @RequirePermission('spend:read')
  @ApiOperation({
    summary:
      'A page of the calls of a range, newest first, and how many there are; where cost, outcome, model, alias or customer are asked for, ' +
      'the newest 20,000 of the range are looked at, and `searched_back_to` says how far that was',
  })
  page(@Query() query: SpendLogPageQuery, @CallerReach() reach: Reach): Promise<SpendLogAnswer> {
    return this.pages.find(query, reach);
  }

  @Get('logs/ui/:request_id')
  @RequirePermission('spend:read')
  @ApiOperation({
    summary:
      'What was said in a call, by one of its ids: kept where `store_prompts_in_spend_logs` is set, else empty. For who may read the call',
  })
  texts(@Param('request_id', TextParamPipe) requestId: string, @CallerReach() reach: Reach): Promise<object> {
    return this.spendLogs.texts(requestId, reach);
  }

  @Get('logs/session/ui')
  @RequirePermission('spend:read')
  @ApiOperation({ summary: 'A page of the calls that named a session, newest first: of its newest 1,000' })
  session(@Query() query: SessionLogsQuery, @CallerReach() reach: Reach): Promise<SpendLogAnswer> {
    return this.pages.ofSession(query, reach);
  }
}
