import { Module } from '@nestjs/common';
import { CredentialsController } from './credentials.controller.js';
import { Credentials } from './credentials.service.js';

@Module({ controllers: [CredentialsController], providers: [Credentials] })
export class CredentialsModule {}
