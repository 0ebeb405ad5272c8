/** Measurements → Markdown tables. */
import type { Result } from './measure.js';
import { YARDSTICK } from './peers.js';

/** Time, memory and their ratios to the yardstick of the same run. */
export function table(results: readonly Result[]): string {
  const yardstick = results.find(({ name, failure }) => name === YARDSTICK && failure === undefined);
  const rows = results.map(({ name, wall, cpu, peak, failure }) => {
    if (failure !== undefined) return `| ${name} | ${failure} | | | | | |`;
    const times = yardstick === undefined ? '' : (wall / yardstick.wall).toFixed(3);
    const work = yardstick === undefined ? '' : (cpu / yardstick.cpu).toFixed(3);
    const memory = yardstick === undefined ? '' : (peak / yardstick.peak).toFixed(2);
    return `| ${name} | ${wall.toFixed(2)} s | ${times} | ${cpu.toFixed(2)} s | ${work} | ${peak.toFixed(0)} MiB | ${memory} |`;
  });
  const head = `| | time | × ${YARDSTICK} | processor | × ${YARDSTICK} | peak memory | × ${YARDSTICK} |\n|---|---|---|---|---|---|---|`;
  return `${head}\n${rows.join('\n')}\n`;
}

/** What `--timing` of our commands said in their last run. */
export function stageTable(results: readonly Result[]): string {
  const stagesOf = ({ stderr }: Result) =>
    new Map([...stderr.matchAll(/^(\w[\w ]*?) +(\d+) ms/gm)].map(([, stage, ms]) => [stage as string, ms as string]));
  const timed = results
    .map((result) => ({ name: result.name, stages: stagesOf(result) }))
    .filter((r) => r.stages.size > 0);
  const names = [...new Set(timed.flatMap(({ stages }) => [...stages.keys()]))];
  if (names.length === 0) return '';
  const head = `| ms | ${names.join(' | ')} |\n|---|${names.map(() => '---').join('|')}|`;
  const rows = timed.map(({ name, stages }) => `| ${name} | ${names.map((n) => stages.get(n) ?? '').join(' | ')} |`);
  return `${head}\n${rows.join('\n')}\n`;
}

/** Microseconds a file at each size: flat when the tool is linear. */
export function scaleTable(scale: readonly { files: number; results: readonly Result[] }[]): string {
  const names = [...new Set(scale.flatMap(({ results }) => results.map(({ name }) => name)))];
  const head = `## Scale: time a file (peak memory)\n\n| | ${scale.map(({ files }) => `${files} files`).join(' | ')} |`;
  const rows = names.map((name) => {
    const cells = scale.map(({ files, results }) => {
      const result = results.find((r) => r.name === name);
      if (result === undefined || result.failure !== undefined) return result?.failure ?? '';
      return `${((result.wall / files) * 1000).toFixed(2)} ms (${result.peak.toFixed(0)} MiB)`;
    });
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return `${head}\n|---|${scale.map(() => '---').join('|')}|\n${rows.join('\n')}\n`;
}
