import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';

/** LiteLLM's route for the budgets of `router_settings.provider_budget_config`. */
@ApiTags('spend')
@Controller('provider')
export class ProviderBudgetsController {
  /** A start with `provider_budget_config` is refused: no provider has a budget. LiteLLM answers 500 where none is configured. */
  @Get('budgets')
  @RequirePermission('spend:report')
  @ApiOperation({ summary: 'Budgets of providers: none, as `provider_budget_config` is not served' })
  list(): object {
    return { providers: {} };
  }
}
