import { execFileSync } from 'node:child_process';

const BLOCK = /<!-- output: (.+?) -->\n[\s\S]*?<!-- \/output -->/g;

/** README.md with the output of each named command (of this project's own bin) put into its block. */
export function filledReadme(readme: string): string {
  return readme.replace(BLOCK, (_block, command: string) => {
    const [program, ...args] = command.split(' ');
    if (program !== 'node') throw new Error(`not a command of ours: ${command}`);
    const output = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '110' },
    });
    return `<!-- output: ${command} -->\n\`\`\`\n${output.trimEnd()}\n\`\`\`\n<!-- /output -->`;
  });
}
