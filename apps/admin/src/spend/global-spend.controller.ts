import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import {
  EndUserSpendDto,
  GlobalSpendLogsQuery,
  GlobalSpendQuery,
  NamesQuery,
  SpendReportQuery,
} from './dto/global-spend.query.js';
import { SpendTagsQuery } from './dto/spend-list.query.js';
import { GlobalSpend } from './global-spend.service.js';
import { SpendResets } from './spend-resets.service.js';
import { SpendReports } from './spend-report.service.js';

/** LiteLLM's reports over everybody. */
@ApiTags('spend')
@Controller('global')
export class GlobalSpendController {
  constructor(
    private readonly spend: GlobalSpend,
    private readonly reports: SpendReports,
    private readonly resets: SpendResets,
  ) {}

  @Get('spend')
  @RequirePermission('spend:report')
  @ApiOperation({
    summary:
      'What everybody spent in the last thirty days, today included, dollars: the sum of `/global/spend/logs`. Spend that was reset is in it',
  })
  total(): Promise<object> {
    return this.spend.total();
  }

  @Get('spend/logs')
  @RequirePermission('spend:report')
  @ApiOperation({ summary: 'What was spent, by day; spend that was reset is in it, as the calls were made' })
  logs(@Query() query: GlobalSpendLogsQuery): Promise<readonly object[]> {
    return this.spend.logs(query);
  }

  @Get('spend/keys')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The dearest keys of a range' })
  keys(@Query() query: GlobalSpendQuery): Promise<HeadedAnswer> {
    return this.spend.keys(query);
  }

  @Get('spend/models')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The dearest models of a range' })
  models(@Query() query: GlobalSpendQuery): Promise<HeadedAnswer> {
    return this.spend.models(query);
  }

  @Get('spend/provider')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The dearest providers of a range' })
  providers(@Query() query: GlobalSpendQuery): Promise<HeadedAnswer> {
    return this.spend.providers(query);
  }

  @Get('spend/teams')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The dearest teams of a range, in all and by day' })
  teams(@Query() query: GlobalSpendQuery): Promise<HeadedAnswer> {
    return this.spend.teams(query);
  }

  @Get('spend/tags')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The dearest tags of a range' })
  tags(@Query() query: SpendTagsQuery): Promise<HeadedAnswer> {
    return this.spend.tags(query);
  }

  @Get('spend/all_tag_names')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'Names of tags' })
  tagNames(@Query() { limit }: NamesQuery): Promise<HeadedAnswer> {
    return this.spend.tagNames(limit);
  }

  @Get('all_end_users')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'Names of customers' })
  customerNames(@Query() { limit }: NamesQuery): Promise<HeadedAnswer> {
    return this.spend.customerNames(limit);
  }

  @Post('spend/end_users')
  @HttpCode(200)
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'The dearest customers of a range' })
  endUsers(@Body() body: EndUserSpendDto): Promise<HeadedAnswer> {
    return this.spend.endUsers(body);
  }

  @Get('spend/report')
  @RequirePermission('spend:report')
  @HeadedAnswers('more')
  @ApiOperation({
    summary:
      'Bills: of teams or customers by day with models and keys, or of keys with models: of many the dearest, those of each day or of the range',
  })
  report(@Query() query: SpendReportQuery): Promise<HeadedAnswer> {
    return this.reports.report(query);
  }

  @Post('spend/reset')
  @HttpCode(200)
  @RequirePermission('spend:reset')
  @ApiOperation({
    summary:
      'Reset what all keys and teams are shown to have spent in their current windows; calls and reports stay as they are',
  })
  @ApiHeader(CHANGED_BY_HEADER)
  reset(@ChangedBy() author: Author): Promise<object> {
    return this.resets.all(author);
  }

  @Post('spend/refresh')
  @HttpCode(200)
  @RequirePermission('spend:report')
  @ApiOperation({ summary: 'Nothing: sums are kept as calls come. LiteLLM makes views anew' })
  refresh(): object {
    return { message: 'Spend is summed as calls come: there is nothing to refresh.', status: 'success' };
  }
}
