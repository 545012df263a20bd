import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { BulkUserWriter } from './bulk-user-writer.service.js';
import { NewMembers } from './new-members.service.js';
import { UserGrants } from './user-grants.service.js';
import { UserReader } from './user-reader.service.js';
import { UserWriter } from './user-writer.service.js';
import { UserSearchController } from './user-search.controller.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [KeysModule, OrganizationsModule],
  controllers: [UsersController, UserSearchController],
  providers: [BulkUserWriter, NewMembers, UserGrants, UserReader, UserWriter],
})
export class UsersModule {}
