import { Module } from '@nestjs/common';
import { OrganizationMembersController } from './organization-members.controller.js';
import { OrganizationMembers } from './organization-members.service.js';
import { OrganizationPatchController } from './organization-patch.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { Organizations } from './organizations.service.js';

@Module({
  controllers: [OrganizationsController, OrganizationPatchController, OrganizationMembersController],
  providers: [Organizations, OrganizationMembers],
  exports: [Organizations, OrganizationMembers],
})
export class OrganizationsModule {}
