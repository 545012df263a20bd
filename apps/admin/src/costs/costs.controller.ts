import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tollgate/canonical';
import { Caller } from '../access/caller.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { Costs } from './costs.service.js';
import { CalculateSpendDto } from './dto/calculate-spend.dto.js';
import { EstimateCostDto } from './dto/estimate-cost.dto.js';

/** LiteLLM's routes for what calls would cost. Every key may ask, for models that it may use. */
@ApiTags('spend')
@Controller()
export class CostsController {
  constructor(private readonly costs: Costs) {}

  @Post('spend/calculate')
  @HttpCode(200)
  @RequirePermission('model:read')
  @ApiOperation({ summary: 'What a chat costs: its input before it is sent, or what its answer says was used' })
  calculate(@Body() body: CalculateSpendDto, @Caller() caller: Principal): Promise<object> {
    return this.costs.calculate(body, caller);
  }

  @Post('cost/estimate')
  @HttpCode(200)
  @RequirePermission('model:read')
  @ApiOperation({ summary: 'What calls of so many tokens cost, each, by day and by month' })
  estimate(@Body() body: EstimateCostDto, @Caller() caller: Principal): object {
    return this.costs.estimate(body, caller);
  }
}
