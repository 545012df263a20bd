import { Module } from '@nestjs/common';
import { CredentialsController } from './credentials.controller.js';
import { Credentials } from './credentials.service.js';
import { EncryptionController } from './encryption.controller.js';
import { Encryption } from './encryption.service.js';

@Module({ controllers: [CredentialsController, EncryptionController], providers: [Credentials, Encryption] })
export class CredentialsModule {}
