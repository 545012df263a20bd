import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { HealthHistoryQuery } from './dto/health-history.query.js';
import { HealthHistory } from './health-history.service.js';

/** LiteLLM's routes for checks of deployments that were made, and for what it needs a licence for. */
@ApiTags('health')
@Controller('health')
export class HealthHistoryController {
  constructor(private readonly history: HealthHistory) {}

  @Get('history')
  @RequirePermission('health:read')
  @ApiOperation({ summary: 'What deployments answered when they were asked with GET /health?model=' })
  list(@Query() query: HealthHistoryQuery): Promise<object> {
    return this.history.list(query);
  }

  @Get('latest')
  @RequirePermission('health:read')
  @ApiOperation({ summary: 'What each deployment answered last' })
  latest(): Promise<object> {
    return this.history.latest();
  }

  @Get('shared-status')
  @RequirePermission('health:read')
  @ApiOperation({ summary: 'Whether processes share checks that they make of themselves: none makes any' })
  sharedStatus(): object {
    return {
      shared_health_check_enabled: false,
      message:
        'Shared health check is not enabled: deployments are asked when GET /health names them, and by no process of itself.',
    };
  }

  @Get('license')
  @RequirePermission('health:read')
  @ApiOperation({ summary: 'There is no licence, and nothing that needs one' })
  license(): object {
    return {
      has_license: false,
      license_type: 'enterprise',
      expiration_date: null,
      allowed_features: [],
      limits: { max_users: null, max_teams: null },
    };
  }
}
