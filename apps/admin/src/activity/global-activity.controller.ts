import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { ReportQuery } from '../spend/dto/spend-list.query.js';
import { GlobalActivity } from './global-activity.service.js';

/** LiteLLM's charts over everybody. */
@ApiTags('activity')
@Controller('global/activity')
export class GlobalActivityController {
  constructor(private readonly activity: GlobalActivity) {}

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
}
