import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { Budgets } from './budgets.service.js';
import { BudgetInfoDto, BudgetQuery, DeleteBudgetDto, ListBudgetsQuery } from './dto/budget-ref.dto.js';
import { BudgetSettingsDto } from './dto/budget-settings.dto.js';

/** LiteLLM's routes for budgets by id. */
@ApiTags('budgets')
@Controller('budget')
export class BudgetsController {
  constructor(private readonly budgets: Budgets) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('budget:create')
  @ApiOperation({ summary: 'Make a budget: limits that keys, customers and tags can be linked to by its id' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: BudgetSettingsDto, @ChangedBy() author: Author): Promise<object> {
    return this.budgets.create(body, author);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('budget:update')
  @ApiOperation({
    summary:
      "Change the named limits of a budget, for everybody who is linked to it, or those that are a holder's own under its id",
  })
  @ApiHeader(CHANGED_BY_HEADER)
  update(@Body() body: BudgetSettingsDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.budgets.update(body, caller, author);
  }

  @Post('info')
  @HttpCode(200)
  @RequirePermission('budget:read')
  @ApiOperation({ summary: 'Budgets by their ids' })
  info(@Body() body: BudgetInfoDto): Promise<readonly object[]> {
    return this.budgets.info(body.budgets);
  }

  @Get('settings')
  @RequirePermission('budget:read')
  @ApiOperation({ summary: 'The fields of a budget, each with its type, description and value' })
  settings(@Query() query: BudgetQuery): Promise<readonly object[]> {
    return this.budgets.settings(query.budget_id);
  }

  @Get('list')
  @RequirePermission('budget:list')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Budgets, newest first, page by page' })
  list(@Query() query: ListBudgetsQuery): Promise<HeadedAnswer> {
    return this.budgets.list(query);
  }

  @Post('delete')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  @RequirePermission('budget:delete')
  @ApiOperation({ summary: 'Delete a budget that nobody is linked to; the answer is what it was, or null' })
  @ApiHeader(CHANGED_BY_HEADER)
  async delete(@Body() body: DeleteBudgetDto, @ChangedBy() author: Author): Promise<object | string> {
    // Nest writes nothing at all for null
    return (await this.budgets.delete(body.id, author)) ?? 'null';
  }
}
