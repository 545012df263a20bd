import { Module } from '@nestjs/common';
import { UserReader } from './user-reader.service.js';
import { UserWriter } from './user-writer.service.js';
import { UsersController } from './users.controller.js';

@Module({ controllers: [UsersController], providers: [UserReader, UserWriter] })
export class UsersModule {}
