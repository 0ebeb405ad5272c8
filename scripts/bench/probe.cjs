// Loaded into every measured process (node --require): leaves its peak memory and processor time in a file when it ends.
process.on('exit', () => {
  const file = process.env.BENCH_PROBE_FILE;
  if (file === undefined || !require('node:worker_threads').isMainThread) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').appendFileSync(file, `${maxRSS} ${userCPUTime + systemCPUTime}\n`);
});
