import { Module } from '@nestjs/common';
import { ModelMetricsController } from './model-metrics.controller.js';
import { ModelMetrics } from './model-metrics.service.js';

@Module({ controllers: [ModelMetricsController], providers: [ModelMetrics] })
export class ModelMetricsModule {}
