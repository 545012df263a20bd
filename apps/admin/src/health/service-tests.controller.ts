import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { TestServiceQuery } from './dto/test-service.query.js';
import { ServiceTests } from './service-tests.service.js';

/** LiteLLM's route that sends a test to a callback. */
@ApiTags('health')
@Controller('health')
export class ServiceTestsController {
  constructor(private readonly tests: ServiceTests) {}

  @Get('services')
  @RequirePermission('service:test')
  @ApiOperation({ summary: 'Send a test to a configured callback or alert, and see what came of it' })
  test(@Query() { service }: TestServiceQuery): Promise<object> {
    return this.tests.test(service);
  }
}
