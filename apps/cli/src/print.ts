/** The command's own voice: plain lines on stdout, problems on stderr. Nothing secret passes here. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One clear message, without a stack trace. */
export function complain(message: string): void {
  process.stderr.write(`tollgate: ${message}\n`);
}
