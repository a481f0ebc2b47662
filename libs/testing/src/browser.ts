/** A real browser for a test: Chromium without a window, and with no history. */
import { findChromium } from '@passerelle/stack/chromium';
import { freshFolder } from '@passerelle/stack/test-run';
import { chromium, type BrowserContext } from 'playwright-core';

/** Time limit of one click or one page, sufficient on a slow machine. */
const patienceMs = 60_000;

// Switches off telemetry, updates and prompts: the only requests in a test are those of our pages.
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenedBrowser {
  /** Its cookies and its pages; `newPage()` opens one, `browser()?.newContext()` brings another person. */
  readonly context: BrowserContext;
  /** Errors of its pages: script and console errors, including violations of the content security policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openBrowser(): Promise<OpenedBrowser> {
  const { path, environment } = await findChromium((line) => void process.stderr.write(`${line}\n`));
  const context = await chromium.launchPersistentContext(freshFolder('browser'), {
    executablePath: path,
    env: { ...process.env, ...environment },
    args: flags,
    // Chromium's sandbox does not work as root, nor in many containers. The browser opens only our pages.
    chromiumSandbox: false,
    locale: 'en-GB',
    viewport: { width: 1_280, height: 1_000 },
    timeout: patienceMs,
  });
  context.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    const { url } = message.location();
    // Browsers request an icon at this address by themselves.
    if (message.type() === 'error' && !url.endsWith('/favicon.ico')) complaints.push(`${message.text()} (${url})`);
  });
  return { context, complaints, close: () => context.close() };
}
