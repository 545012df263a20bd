import { Module } from '@nestjs/common';
import { KeyGrants } from './key-grants.service.js';
import { KeyReader } from './key-reader.service.js';
import { KeyWriter } from './key-writer.service.js';
import { KeysController } from './keys.controller.js';

@Module({ controllers: [KeysController], providers: [KeyGrants, KeyReader, KeyWriter] })
export class KeysModule {}
