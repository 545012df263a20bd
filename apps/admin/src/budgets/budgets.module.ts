import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { TagsModule } from '../tags/tags.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { BudgetsController } from './budgets.controller.js';
import { Budgets } from './budgets.service.js';
import { OwnBudgets } from './own-budgets.service.js';

@Module({
  imports: [OrganizationsModule, ProjectsModule, TagsModule, TeamsModule],
  controllers: [BudgetsController],
  providers: [Budgets, OwnBudgets],
})
export class BudgetsModule {}
