import { Module } from '@nestjs/common';
import { BulkKeyWriter } from './bulk-key-writer.service.js';
import { KeyCommandsController } from './key-commands.controller.js';
import { KeyCollector } from './key-collector.service.js';
import { KeyGrants } from './key-grants.service.js';
import { KeyReader } from './key-reader.service.js';
import { KeyRotator } from './key-rotator.service.js';
import { KeyUsers } from './key-users.service.js';
import { KeySpend } from './key-spend.service.js';
import { MemberKeyExpiry } from './member-key-expiry.service.js';
import { KeyWriter } from './key-writer.service.js';
import { KeysController } from './keys.controller.js';

@Module({
  controllers: [KeysController, KeyCommandsController],
  providers: [
    KeyGrants,
    KeyReader,
    KeyWriter,
    KeyRotator,
    KeyCollector,
    BulkKeyWriter,
    KeySpend,
    KeyUsers,
    MemberKeyExpiry,
  ],
  exports: [KeyGrants],
})
export class KeysModule {}
