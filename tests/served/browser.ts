/** Chromium, as the tests of pages start it. */

import { type Browser, chromium } from "playwright-core";
import { chromium as program } from "../../scripts/setup/browser.mjs";
import { output } from "../../scripts/setup/run.mjs";

/** Without these Chromium looks up addresses of its maker's, and as root it does not start. */
const FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"];

export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: output("which", [program()]), args: FLAGS });
