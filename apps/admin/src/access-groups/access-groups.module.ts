import { Module } from '@nestjs/common';
import { AccessGroupsController } from './access-groups.controller.js';
import { AccessGroups } from './access-groups.service.js';
import { ModelAccessGroupsController } from './model-access-groups.controller.js';
import { ModelAccessGroups } from './model-access-groups.service.js';

@Module({
  controllers: [ModelAccessGroupsController, AccessGroupsController],
  providers: [ModelAccessGroups, AccessGroups],
})
export class AccessGroupsModule {}
