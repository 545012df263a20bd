import { Module } from '@nestjs/common';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.service.js';

@Module({ controllers: [InvitationsController], providers: [Invitations] })
export class InvitationsModule {}
