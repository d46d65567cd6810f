// Loaded into a process before its program: tells the bytes of its heap after a forced collection, when asked.
process.on('message', () => {
  for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
// It ends with who started it, and keeps nothing open by itself.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Listening counts as a reference.
process.channel?.unref();
