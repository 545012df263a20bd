import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SESSION_MS, UiSessions } from '@tollgate/auth';
import type { Request, Response } from 'express';
import { Public } from '../access/public.decorator.js';
import { refuseCrossSite, sessionCookie, sessionOf } from '../access/session-cookie.js';
import { LoginDto } from './dto/login.dto.js';

/** Where a browser goes that has signed in. */
const HOME = '/docs';

/** Signing in with a password, by LiteLLM's routes; the session is a cookie that no script sees. */
@ApiTags('sessions')
@Controller()
export class SessionsController {
  constructor(private readonly sessions: UiSessions) {}

  @Post('v2/login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Sign in with name and password: a cookie for a day' })
  async login(
    @Body() body: LoginDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const { userId, role, expiresAt } = await this.open(body, request, response);
    return { redirect_url: HOME, user_id: userId, user_role: role, expires_at: new Date(expiresAt).toISOString() };
  }

  @Post('login')
  @Public()
  @ApiOperation({ summary: 'The same from a form: leads on with the cookie' })
  async loginByForm(@Body() body: LoginDto, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.open(body, request, response);
    response.redirect(303, HOME);
  }

  @Post('logout')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'End the session of the cookie, everywhere at once' })
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<object> {
    const secret = sessionOf(request.headers);
    const refusal = secret === undefined ? undefined : refuseCrossSite(request.method, request.headers);
    if (refusal !== undefined) throw refusal;
    if (secret !== undefined) await this.sessions.logout(secret);
    response.setHeader('set-cookie', sessionCookie('', 0, isSecure(request)));
    return { status: 'signed out' };
  }

  private async open(body: LoginDto, request: Request, response: Response) {
    const opened = await this.sessions.login(body, request.ip ?? '');
    if (!opened.ok) throw opened.error;
    response.setHeader('set-cookie', sessionCookie(opened.value.secret, SESSION_MS / 1000, isSecure(request)));
    response.setHeader('cache-control', 'no-store');
    return opened.value;
  }
}

/** As the proxy in front says it: TLS ends there. */
function isSecure(request: Request): boolean {
  return request.secure || request.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
