import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { BudgetEvents } from './budget-events.service.js';
import { ListBudgetEventsQuery } from './dto/list-budget-events.query.js';

/** Our own route: LiteLLM keeps no events. */
@ApiTags('budgets')
@Controller('budget')
export class BudgetEventsController {
  constructor(private readonly events: BudgetEvents) {}

  @Get('events')
  @RequirePermission('budget_event:list')
  @ApiOperation({ summary: 'Budgets that were crossed, newest first, page by page' })
  list(@Query() query: ListBudgetEventsQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.events.list(query, reach);
  }
}
