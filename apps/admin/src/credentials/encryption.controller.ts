import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { CheckEncryptionQuery, MigrateEncryptionQuery } from './dto/migrate-encryption.query.js';
import { Encryption } from './encryption.service.js';

/** LiteLLM's routes for what is encrypted in the database. */
@ApiTags('credentials')
@Controller('credentials/migrate-encryption')
export class EncryptionController {
  constructor(private readonly encryption: Encryption) {}

  @Get('check')
  @RequirePermission('credential:list')
  @ApiOperation({ summary: 'How many models, credentials and secrets are under an earlier salt key' })
  check(@Query() _query: CheckEncryptionQuery): Promise<object> {
    return this.encryption.check();
  }

  @Post()
  @HttpCode(200)
  @RequirePermission('credential:update')
  @ApiOperation({ summary: 'Encrypt with the salt key what earlier ones encrypted' })
  @ApiHeader(CHANGED_BY_HEADER)
  migrate(@Query() { dry_run: dryRun }: MigrateEncryptionQuery, @ChangedBy() author: Author): Promise<object> {
    return this.encryption.migrate(dryRun, author);
  }
}
