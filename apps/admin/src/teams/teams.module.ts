import { Module } from '@nestjs/common';
import { TeamCommandsController } from './team-commands.controller.js';
import { TeamCommands } from './team-commands.service.js';
import { TeamMemberWriter } from './team-member-writer.service.js';
import { TeamMembersController } from './team-members.controller.js';
import { BulkMemberWriter } from './bulk-member-writer.service.js';
import { TeamGrants } from './team-grants.service.js';
import { TeamReader } from './team-reader.service.js';
import { TeamWriter } from './team-writer.service.js';
import { TeamsController } from './teams.controller.js';

@Module({
  controllers: [TeamsController, TeamMembersController, TeamCommandsController],
  providers: [BulkMemberWriter, TeamCommands, TeamGrants, TeamReader, TeamWriter, TeamMemberWriter],
  exports: [TeamMemberWriter],
})
export class TeamsModule {}
