import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { GlobalSpend } from './global-spend.service.js';

/** LiteLLM's routes for how tags are used. */
@ApiTags('spend')
@Controller('tag')
export class TagUseController {
  constructor(private readonly spend: GlobalSpend) {}

  @Get('distinct')
  @RequirePermission('activity:label')
  @ApiOperation({ summary: 'Tags that calls gave, those of the most calls first: 250 of them' })
  distinct(): Promise<object> {
    return this.spend.distinctTags();
  }
}
