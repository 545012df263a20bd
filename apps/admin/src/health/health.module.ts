import { Module } from '@nestjs/common';
import { ServiceTestsController } from './service-tests.controller.js';
import { ServiceTests } from './service-tests.service.js';

@Module({ controllers: [ServiceTestsController], providers: [ServiceTests] })
export class HealthModule {}
