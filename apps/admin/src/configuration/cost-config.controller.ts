import { Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { noCostConfig } from './configuration-refusals.js';

const NONE = { values: {} };

/** LiteLLM's routes for discounts and margins of providers. None is charged here, so that one that is set is refused by name. */
@ApiTags('configuration')
@Controller('config')
export class CostConfigController {
  @Get('cost_discount_config')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Discounts of providers: none' })
  discounts(): object {
    return NONE;
  }

  @Patch('cost_discount_config')
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Refused by name: prices are those of the list and of litellm_params' })
  setDiscounts(): never {
    throw noCostConfig('cost_discount_config');
  }

  @Get('cost_margin_config')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Margins on providers: none' })
  margins(): object {
    return NONE;
  }

  @Patch('cost_margin_config')
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Refused by name: prices are those of the list and of litellm_params' })
  setMargins(): never {
    throw noCostConfig('cost_margin_config');
  }
}
