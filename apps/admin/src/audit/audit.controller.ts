import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { AuditReader } from './audit-reader.service.js';
import { ListAuditQuery } from './dto/list-audit.query.js';

/** What is said of the values of a row. */
const description =
  "`before_value` and `updated_values` have the columns of LiteLLM's tables where it has them (`team_alias`, `key_alias`, `organization_id`), and " +
  'those of Tollgate alone in the same form (`budget_time_zone`); money is in dollars, limits are numbers. What a caller wrote himself ' +
  '(`metadata`, `litellm_params`, `model_max_budget`, settings) is as he wrote it, secrets masked.';

/** LiteLLM's routes for the audit. */
@ApiTags('audit')
@Controller('audit')
@RequirePermission('audit:read')
export class AuditController {
  constructor(private readonly reader: AuditReader) {}

  @Get()
  @ApiOperation({ summary: 'Changes made over the admin API, page by page', description })
  list(@Query() query: ListAuditQuery): Promise<object> {
    return this.reader.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One change', description })
  info(@Param('id') id: string): Promise<object> {
    return this.reader.info(id);
  }
}
