import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequirePermission } from '../access/permission.decorator.js';
import { SpendLogsQuery } from './dto/spend-logs.query.js';
import { SpendLogs } from './spend-logs.service.js';

/** LiteLLM's routes for spend. */
@ApiTags('spend')
@Controller('spend')
export class SpendController {
  constructor(private readonly spendLogs: SpendLogs) {}

  @Get('logs')
  @RequirePermission('proxy_admin')
  @ApiOperation({
    summary:
      'Calls, newest first, or their sums by day; x-total-count, x-page and x-total-pages tell how many there are',
  })
  async logs(
    @Query() query: SpendLogsQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly object[]> {
    const page = await this.spendLogs.find(query);
    response.set(page.headers);
    return page.rows;
  }
}
