import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { AuditReader } from './audit-reader.service.js';
import { ListAuditQuery } from './dto/list-audit.query.js';

/** LiteLLM's routes for the audit. */
@ApiTags('audit')
@Controller('audit')
@RequirePermission('audit:read')
export class AuditController {
  constructor(private readonly reader: AuditReader) {}

  @Get()
  @ApiOperation({ summary: 'Changes made over the admin API, page by page' })
  list(@Query() query: ListAuditQuery): Promise<object> {
    return this.reader.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One change' })
  info(@Param('id') id: string): Promise<object> {
    return this.reader.info(id);
  }
}
