// Loaded into a measured process beside its program: answers each message with what the process has used so far.
// A file of its own kind (CommonJS) because `--require` takes no other.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  process.send?.({ cpuUs: user + system, rss, heapUsed, external, arrayBuffers });
});
process.channel?.unref();
