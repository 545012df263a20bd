import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { ModelMetricsQuery } from './dto/model-metrics.query.js';
import { ModelMetrics } from './model-metrics.service.js';

/** LiteLLM's routes for how fast models answer. */
@ApiTags('models')
@Controller('model')
export class ModelMetricsController {
  constructor(private readonly metrics: ModelMetrics) {}

  @Get('metrics')
  @RequirePermission('model:report')
  @ApiOperation({ summary: 'Seconds per token of each deployment, by day' })
  latency(@Query() query: ModelMetricsQuery): Promise<object> {
    return this.metrics.latency(query);
  }

  @Get('streaming_metrics')
  @RequirePermission('model:report')
  @ApiOperation({ summary: 'Seconds to the first token of each deployment, by day' })
  firstToken(@Query() query: ModelMetricsQuery): Promise<object> {
    return this.metrics.firstToken(query);
  }

  @Get('metrics/slow_responses')
  @RequirePermission('model:report')
  @ApiOperation({ summary: 'Calls of each deployment that took longer than five minutes' })
  slow(@Query() query: ModelMetricsQuery): Promise<readonly object[]> {
    return this.metrics.slow(query);
  }

  @Get('metrics/exceptions')
  @RequirePermission('model:report')
  @ApiOperation({ summary: 'Attempts at each deployment that failed, by their kind' })
  failures(@Query() query: ModelMetricsQuery): Promise<object> {
    return this.metrics.failures(query);
  }
}
