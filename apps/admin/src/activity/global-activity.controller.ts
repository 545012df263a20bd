import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { ReportQuery } from '../spend/dto/spend-list.query.js';
import { ExceptionsQuery } from './dto/exceptions.query.js';
import { Exceptions } from './exceptions.service.js';
import { GlobalActivity } from './global-activity.service.js';

/** LiteLLM's charts over everybody. */
@ApiTags('activity')
@Controller('global/activity')
export class GlobalActivityController {
  constructor(
    private readonly activity: GlobalActivity,
    private readonly failures: Exceptions,
  ) {}

  @Get()
  @RequirePermission('spend:report')
  @ApiOperation({ summary: 'Calls and tokens of everybody, by day' })
  whole(@Query() query: ReportQuery): Promise<object> {
    return this.activity.whole(query);
  }

  @Get('model')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The same of each of the ten dearest models' })
  models(@Query() query: ReportQuery): Promise<HeadedAnswer> {
    return this.activity.models(query);
  }

  @Get('cache_hits')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({
    summary:
      'Calls of the hundred dearest keys by alias, kind and model, those of the most calls first: 1,000 of them. Answers are not cached here, so that ' +
      'none is a hit; `cache_read_input_tokens` is what providers read from their caches of prompts',
  })
  cacheHits(@Query() query: ReportQuery): Promise<HeadedAnswer> {
    return this.activity.cacheHits(query);
  }

  @Get('exceptions')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({
    summary: 'Attempts that failed, by day and by class of exception: those of one model group, or of all',
  })
  exceptions(@Query() query: ExceptionsQuery): Promise<HeadedAnswer> {
    return this.failures.byDay(query);
  }

  @Get('exceptions/deployment')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The same of each of the ten deployments whose rate was limited the most' })
  exceptionsOfDeployments(@Query() query: ExceptionsQuery): Promise<HeadedAnswer> {
    return this.failures.byDeployment(query);
  }
}
