import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { ConnectionTests } from './connection-tests.service.js';
import { TestConnectionDto } from './dto/test-connection.dto.js';

/** LiteLLM's route that tries a model before it is saved. */
@ApiTags('models')
@Controller('health')
export class ConnectionTestsController {
  constructor(private readonly tests: ConnectionTests) {}

  @Post('test_connection')
  @HttpCode(200)
  @RequirePermission('model:test')
  @ApiOperation({ summary: 'Try a model with one small call; what it costs is booked to the calling key' })
  @ApiHeader(CHANGED_BY_HEADER)
  test(
    @Body() body: TestConnectionDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.tests.test(body, caller, reach, author);
  }
}
