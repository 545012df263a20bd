import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { GlobalSpend } from './global-spend.service.js';

/** LiteLLM's routes for how tags are used. */
@ApiTags('spend')
@Controller('tag')
export class TagUseController {
  constructor(private readonly spend: GlobalSpend) {}

  @Get('distinct')
  @RequirePermission('activity:label')
  @HeadedAnswers('more')
  @ApiOperation({ summary: 'Tags that calls gave, those of the most calls first: 250 of them' })
  distinct(): Promise<HeadedAnswer> {
    return this.spend.distinctTags();
  }
}
