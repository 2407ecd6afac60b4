/**
 * `attachment()`: the `contentDisposition` of a file.
 * @module
 */

import { core } from "./engine.ts";

export const attachment = (filename: unknown): string => core.attachment(filename);
