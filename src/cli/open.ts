/**
 * `analyze --open`: writes the report and hands its path to the desktop's opener. The one place beside git where a
 * program is started; only when the user asked for it, and only with a path this run has just written.
 */
import { spawn } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import { type Io, write } from './io.js';
import { writeWhole } from './output.js';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

export async function openInBrowser(io: Io, file: string, text: string | Uint8Array): Promise<void> {
  const path = isAbsolute(file) ? file : resolve(io.cwd, file);
  await writeWhole(path, text);
  const [command, ...args] = OPENERS[io.platform] ?? ['xdg-open'];
  const isOpened = await new Promise<boolean>((done) => {
    const child = spawn(command, [...args, path], { stdio: 'ignore', detached: true, shell: false });
    child.once('error', () => done(false));
    child.once('spawn', () => {
      child.unref();
      done(true);
    });
  });
  await write(
    io.stderr,
    isOpened ? `written and opened: ${path}\n` : `written: ${path} (no opener found; open it in a browser)\n`,
  );
}
