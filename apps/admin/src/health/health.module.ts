import { Module } from '@nestjs/common';
import { HealthHistoryController } from './health-history.controller.js';
import { HealthHistory } from './health-history.service.js';
import { ServiceTestsController } from './service-tests.controller.js';
import { ServiceTests } from './service-tests.service.js';

@Module({
  controllers: [HealthHistoryController, ServiceTestsController],
  providers: [HealthHistory, ServiceTests],
})
export class HealthModule {}
