/** A headless Chromium: Debian's package, or the one that CHROMIUM_PATH names. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['CHROMIUM_PATH'] ?? PLACES.find((path) => existsSync(path)) ?? '/usr/bin/chromium';

export type Opened = {
  readonly page: Page;
  /** Console messages and errors, and the addresses asked for besides the file itself. */
  readonly trouble: string[];
};

export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: install it or set CHROMIUM_PATH`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu'] });
}

/** Writes the page to a file, opens it from there and waits until it is drawn; `before` runs on the empty page. */
export async function openPage(
  browser: Browser,
  html: string,
  before: (page: Page) => Promise<void> = async () => {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const address = pathToFileURL(file).href;
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(15_000);
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => request.url() !== address && trouble.push(request.url()));
  page.once('close', () => rmSync(folder, { recursive: true, force: true }));
  await before(page);
  await page.goto(address);
  await page.waitForSelector('html[data-ready=yes]');
  return { page, trouble };
}
