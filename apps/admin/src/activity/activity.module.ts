import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { Activity } from './activity.service.js';
import { Exceptions } from './exceptions.service.js';
import { GlobalActivityController } from './global-activity.controller.js';
import { GlobalActivity } from './global-activity.service.js';

@Module({
  controllers: [ActivityController, GlobalActivityController],
  providers: [Activity, GlobalActivity, Exceptions],
})
export class ActivityModule {}
